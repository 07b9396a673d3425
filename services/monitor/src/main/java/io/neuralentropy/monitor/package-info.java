/**
 * The monitor: wires its rooms together. {@code maths} and {@code run} are pure; {@code topology} is the Kafka Streams app;
 * {@code archive} reads back what all instances wrote;
 * {@code json} says how runs are written; {@code export} names the metrics; {@code web} answers HTTP; {@code snapshot} is what they hand to each other.
 */
package io.neuralentropy.monitor;
