package io.neuralentropy.events;

/**
 * An entropy that the sender worked out once, before or beside training.
 *
 * @param nats its value, finite
 * @param standardError nats; NaN where unknown or not applicable
 * @param method {@code analytic}, {@code monte-carlo}, {@code gaussian-fit}, {@code code-length}, {@code empirical}, …;
 *     null where not said
 */
public record EntropyEstimate(double nats, double standardError, String method) {}
