/** JSON lines into Kafka and out of it: reading them, finding their key, sending and writing them without losing any. */
package io.neuralentropy.standalone.replay;
