/**
 * The state of one run as a function of the set of its accepted events: which steps were seen (frontier), what they said
 * (buckets), and the snapshot that follows. Knows neither Kafka nor HTTP.
 */
package io.neuralentropy.monitor.run;
