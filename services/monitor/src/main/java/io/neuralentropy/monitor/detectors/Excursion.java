package io.neuralentropy.monitor.detectors;

import java.nio.ByteBuffer;

/**
 * Watches one signal leave its level upwards: it has {@code excursion} steps to come halfway back. The signal
 * is an exponential mean over about 16 steps. O(1) per step, no allocation.
 */
final class Excursion {
    private static final int MEAN_STEPS = 16;

    /** Standard deviation of the mean over that of a step: √(α / (2 − α)), α = 1/16. */
    private static final double MEAN_DEVIATION = 0.18;

    private static final long NONE = -1;

    static final int BYTES = 2 * Long.BYTES + 4 * Double.BYTES;

    /** What a step shows. */
    enum Outcome {
        CALM,
        /** Up, and still in time. */
        OUT,
        /** Came back in time: a spike. */
        BACK,
        /** Neither below the threshold nor halfway back in time. */
        STAYED_UP
    }

    private final DetectorSettings settings;
    private final double factor;
    private double mean = Double.NaN;
    private double base = Double.NaN;
    private double deviation = Double.NaN;
    private long since = NONE;
    private long began = NONE;
    private double top = Double.NEGATIVE_INFINITY;

    Excursion(double factor, DetectorSettings settings) {
        this.factor = factor;
        this.settings = settings;
    }

    /** Level and standard deviation per step, from calm closed buckets; NaN where unknown: then nothing counts as up. */
    void level(double newBase, double newDeviation) {
        base = newBase;
        deviation = newDeviation;
    }

    boolean isOut() {
        return since != NONE;
    }

    /** Step at which the present excursion began; that of the latest where it is over. */
    long began() {
        return began;
    }

    double mean() {
        return mean;
    }

    double base() {
        return base;
    }

    /**
     * Takes a finite value of step t.
     *
     * @param ranks events that make up a step: each weighs 1/ranks of one
     */
    Outcome step(long t, double value, int ranks) {
        mean = Double.isNaN(mean) ? value : mean + (value - mean) / (MEAN_STEPS * (double) ranks);
        double rise = Math.max(
                factor * Math.abs(base),
                settings.excursionDeviations() * deviation / Math.sqrt(ranks) * MEAN_DEVIATION);
        boolean up = mean > base + rise;
        if (since == NONE) {
            if (!up) {
                return Outcome.CALM;
            }
            since = t;
            began = t;
            top = mean;
        } else {
            top = Math.max(top, mean);
        }
        return t - since >= settings.excursion(t) ? due(t, up) : Outcome.OUT;
    }

    private Outcome due(long t, boolean up) {
        if (!up) {
            since = NONE;
            top = Double.NEGATIVE_INFINITY;
            return Outcome.BACK;
        }
        if (mean - base > 0.5 * (top - base)) {
            return Outcome.STAYED_UP;
        }
        // on its way back: it has to halve once more
        since = t;
        top = mean;
        return Outcome.OUT;
    }

    void write(ByteBuffer out) {
        out.putLong(since)
                .putLong(began)
                .putDouble(mean)
                .putDouble(base)
                .putDouble(deviation)
                .putDouble(top);
    }

    void read(ByteBuffer in) {
        since = in.getLong();
        began = in.getLong();
        mean = in.getDouble();
        base = in.getDouble();
        deviation = in.getDouble();
        top = in.getDouble();
    }
}
