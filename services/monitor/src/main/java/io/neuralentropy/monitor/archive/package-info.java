/**
 * All runs, also those of other instances and of long ago: reads the topic of run metrics into memory. Knows Kafka's plain
 * consumer, no streams and no HTTP.
 */
package io.neuralentropy.monitor.archive;
