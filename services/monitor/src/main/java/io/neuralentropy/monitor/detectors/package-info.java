/**
 * Whether a run still learns: saturation, decline, divergence and capacity, from bucket means and steps. Plain arithmetic:
 * knows neither Kafka, HTTP nor a clock, and the same numbers in give the same verdicts out. Rule and calibration:
 * docs/detectors.md.
 */
package io.neuralentropy.monitor.detectors;
