/**
 * How runs and their curves are written as JSON: the one home of the names that the API and the topic of run metrics share.
 * Knows neither Kafka nor HTTP.
 */
package io.neuralentropy.monitor.json;
