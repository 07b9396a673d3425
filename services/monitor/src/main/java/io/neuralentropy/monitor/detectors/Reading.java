package io.neuralentropy.monitor.detectors;

/**
 * What one event says to the detectors. Each number but {@code gradientNorm} is finite, or NaN where it was not sent.
 *
 * @param loss training loss
 * @param entropy the followed one, nats
 * @param gradientNorm NaN where it was not sent; {@code hasGradientNorm} tells that from one that is NaN
 * @param hasGradientNorm whether it was sent
 * @param learningRate of the step
 * @param ranks events that make up a step
 */
public record Reading(
        double loss, double entropy, double gradientNorm, boolean hasGradientNorm, double learningRate, int ranks) {

    /** Of a loss and an entropy alone. */
    public static Reading of(double loss, double entropy, int ranks) {
        return new Reading(loss, entropy, Double.NaN, false, Double.NaN, ranks);
    }
}
