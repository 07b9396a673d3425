package io.neuralentropy.events;

/**
 * An estimate from a batch, in a form that merges exactly over steps, spans, ranks and windows.
 *
 * @param mean the estimate; nats for entropies; may be non-finite (a diverged run)
 * @param variance the squared standard error of {@code mean} times {@code count}, nats²; NaN where the sender knows none
 * @param count data points behind the estimate, at least 1 (throws that share a data point are averaged first)
 */
public record Moments(double mean, double variance, long count) {
    public Moments {
        if (count < 1 || variance < 0) {
            throw new IllegalArgumentException(
                    "count must be at least 1 and variance not negative: " + count + ", " + variance);
        }
    }

    /** An estimate without a known variance. */
    public static Moments ofMean(double mean, long count) {
        return new Moments(mean, Double.NaN, count);
    }

    /** Whether the sender stated a variance. */
    public boolean hasVariance() {
        return !Double.isNaN(variance);
    }
}
