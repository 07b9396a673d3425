/** The Kafka Streams app: reads events, keeps one state per run in a store, publishes snapshots. Knows nothing of HTTP. */
package io.neuralentropy.monitor.topology;
