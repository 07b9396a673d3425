package io.neuralentropy.monitor.detectors;

import java.nio.ByteBuffer;

/**
 * Watches one signal leave its level upwards: it has {@code excursion} steps to come halfway back. The signal is an exponential
 * mean over about 16 steps, of steps and not of events: an event that comes every 500 steps stands for all of them. No verdict on
 * fewer than {@value #MIN_EVENTS} events of each rank. O(1) per step, no allocation.
 */
final class Excursion {
    private static final double PER_STEP = 1.0 / 16;

    /** Fewer events than these are outliers, however many steps lie between them. */
    private static final int MIN_EVENTS = 4;

    private static final long NONE = -1;

    /** Length of what {@link #write} writes. */
    static final int BYTES = 2 * Long.BYTES + 4 * Double.BYTES;

    /** Length of what {@link #writeMore} writes. */
    static final int MORE_BYTES = 2 * Long.BYTES + 2 * Integer.BYTES;

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
    private long newest;
    private long stride = 1;
    private int events;
    private int eventsAbove;

    Excursion(double factor, DetectorSettings settings) {
        this.factor = factor;
        this.settings = settings;
    }

    /** Level and standard deviation per event, from calm closed buckets; NaN where unknown: then nothing counts as up. */
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
        follow(t, value, ranks);
        boolean up = isAbove(factor, ranks);
        if (since == NONE) {
            if (!up) {
                return Outcome.CALM;
            }
            begin(t);
            began = t;
        } else {
            top = Math.max(top, mean);
        }
        events++;
        eventsAbove += up ? 1 : 0;
        boolean isDue = t - since >= settings.excursion(t) && events >= MIN_EVENTS * ranks;
        return isDue ? due(t, up) : Outcome.OUT;
    }

    /** Takes a value into the mean, and no more. */
    void follow(long t, double value, int ranks) {
        if (t > newest) {
            stride = newest == 0 ? 1 : t - newest;
            newest = t;
        }
        mean = Double.isNaN(mean) ? value : mean + (value - mean) * weight() / ranks;
    }

    /** Of the events of one step in the mean. */
    private double weight() {
        return stride == 1 ? PER_STEP : 1 - Math.pow(1 - PER_STEP, stride);
    }

    /** Whether the mean lies above the level by so much of it, and by more than noise. */
    boolean isAbove(double share, int ranks) {
        double weight = weight();
        double noise = deviation / Math.sqrt(ranks) * Math.sqrt(weight / (2 - weight));
        return mean > base + Math.max(share * Math.abs(base), settings.excursionDeviations() * noise);
    }

    private void begin(long t) {
        since = t;
        top = mean;
        events = 0;
        eventsAbove = 0;
    }

    private Outcome due(long t, boolean up) {
        // two outliers with nothing between them are no level
        if (!up || 2 * eventsAbove <= events) {
            forgive();
            return Outcome.BACK;
        }
        if (mean - base > 0.5 * (top - base)) {
            return Outcome.STAYED_UP;
        }
        // on its way back: it has to halve once more
        begin(t);
        return Outcome.OUT;
    }

    /** Gives the present excursion the whole time once more. */
    void again(long t) {
        begin(t);
    }

    /** Ends the present excursion. */
    void forgive() {
        since = NONE;
        top = Double.NEGATIVE_INFINITY;
        events = 0;
        eventsAbove = 0;
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

    /** What was not remembered at first; {@link #readMore} is its inverse. */
    void writeMore(ByteBuffer out) {
        out.putLong(newest).putLong(stride).putInt(events).putInt(eventsAbove);
    }

    void readMore(ByteBuffer in) {
        newest = in.getLong();
        stride = in.getLong();
        events = in.getInt();
        eventsAbove = in.getInt();
    }
}
