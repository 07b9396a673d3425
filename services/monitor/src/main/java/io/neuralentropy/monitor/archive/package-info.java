/**
 * All runs, also those of other instances and of long ago: reads the topics of run metrics and run curves into memory. Knows Kafka's plain
 * consumer, no streams and no HTTP.
 */
package io.neuralentropy.monitor.archive;
