package io.neuralentropy.monitor.snapshot;

/**
 * A number with its standard error, in the same unit. NaN is unknown.
 *
 * @param value the estimate
 * @param standardError one standard deviation of it
 */
public record Estimate(double value, double standardError) {
    public static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN);

    /** Standard errors between an estimate and what it surely is at least or at most: beyond that once in 44 times, for a normal error. */
    private static final double CAUTION = 2;

    public boolean isKnown() {
        return !Double.isNaN(value);
    }

    /** The value less two standard errors; the value itself where its standard error is unknown. */
    public double lowerEnd() {
        return value - margin();
    }

    /** The value plus two standard errors; the value itself where its standard error is unknown. */
    public double upperEnd() {
        return value + margin();
    }

    private double margin() {
        return Double.isNaN(standardError) ? 0 : CAUTION * standardError;
    }
}
