package io.neuralentropy.monitor.snapshot;

/**
 * A number with its standard error, in the same unit. NaN is unknown.
 *
 * @param value the estimate
 * @param standardError one standard deviation of it
 */
public record Estimate(double value, double standardError) {
    public static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN);

    public boolean isKnown() {
        return !Double.isNaN(value);
    }
}
