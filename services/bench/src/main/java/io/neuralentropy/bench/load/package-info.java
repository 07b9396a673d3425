/** The whole under load: broker, monitor and producer in one JVM. */
package io.neuralentropy.bench.load;
