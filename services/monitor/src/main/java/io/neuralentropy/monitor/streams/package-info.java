/**
 * Runs a topology of Kafka Streams and keeps it running: through outages, records that cannot be processed, and brokers that do not
 * answer. Knows of the topology only how dead letters are written and what is counted.
 */
package io.neuralentropy.monitor.streams;
