package io.neuralentropy.monitor.snapshot;

/**
 * Where the followed entropy is heading: the asymptote S_∞, as docs/detectors.md says under "Capacity".
 *
 * @param nats S_∞ with its standard error; unknown where withheld
 * @param withheld why there is none; null where there is one
 * @param stepsTo95 further steps until S reaches 95 % of it; 0 where it has, NaN where unknown
 */
public record Capacity(Estimate nats, Withheld withheld, double stepsTo95) {

    /** Why no capacity is stated. Stored by ordinal: append only. */
    public enum Withheld {
        TOO_EARLY("too few buckets of steps to fit a curve"),
        ENDLESS_GROWTH("endless growth fits the curve as well as saturation does"),
        TOO_FAR("less than two thirds of the fitted capacity have been reached"),
        UNCERTAIN("the fit leaves the capacity too uncertain"),
        NO_ENTROPY("no entropy is sent, and a loss has no capacity"),
        DIVERGED("the run has diverged");

        private final String reason;

        Withheld(String reason) {
            this.reason = reason;
        }

        /** In words. */
        public String reason() {
            return reason;
        }
    }

    public static Capacity withheld(Withheld why) {
        return new Capacity(Estimate.UNKNOWN, why, Double.NaN);
    }
}
