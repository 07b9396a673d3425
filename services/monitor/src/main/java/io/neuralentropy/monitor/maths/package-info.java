/** Buckets of steps, fits and derived measures: plain arithmetic that knows neither Kafka, HTTP nor a clock. */
package io.neuralentropy.monitor.maths;
