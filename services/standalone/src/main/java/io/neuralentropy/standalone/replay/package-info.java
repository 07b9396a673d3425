/** JSON lines into Kafka: reading them, finding their key, sending them without losing any. */
package io.neuralentropy.standalone.replay;
