package io.neuralentropy.monitor.snapshot;

/**
 * A silence that a run has declared and that lasts: {@code run.paused}.
 *
 * @param reason what the run does meanwhile; null where not said
 * @param since trainer's clock, ms since the epoch
 * @param seconds how long that usually takes; NaN where not said
 */
public record Pause(String reason, long since, double seconds) {}
