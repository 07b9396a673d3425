package io.neuralentropy.monitor.snapshot;

/**
 * The lower bound of the total entropy S_tot that is in use, and where it comes from.
 *
 * @param nats the bound, nats per data point; NaN where none is known
 * @param source what says so; null where none is known
 */
public record LowerBound(double nats, Source source) {
    public static final LowerBound UNKNOWN = new LowerBound(Double.NaN, null);

    /** What says that S_tot is at least as much. */
    public enum Source {
        /** {@code totalEntropyLower} of {@code run.started}. */
        STATED("stated"),
        /** {@code gaussianEntropy} of {@code run.started}. */
        GAUSSIAN("gaussian"),
        /** The network, by the Cauchy-Schwarz inequality on held-out points, less two standard errors. */
        HELD_OUT("held-out-cauchy-schwarz");

        private final String wireName;

        Source(String wireName) {
            this.wireName = wireName;
        }

        /** Its name in the API. */
        public String wireName() {
            return wireName;
        }
    }

    /** The higher of this bound and another, which counts only where it is a finite number; this one where they are equal. */
    public LowerBound or(double other, Source otherSource) {
        boolean higher = Double.isFinite(other) && !(other <= nats);
        return higher ? new LowerBound(other, otherSource) : this;
    }
}
