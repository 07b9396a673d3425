/** Monitors in processes of their own, which can be killed. */
package io.neuralentropy.bench.process;
