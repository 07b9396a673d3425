package io.neuralentropy.monitor.detectors;

import java.nio.ByteBuffer;

/**
 * Watches for a run that is dead though its loss is finite: its gradient norm is not a finite number for good, or its loss is exactly
 * 0 from one step to the next. Mixed precision skips single steps whose gradients overflow; that is no more than this many events in a
 * row. O(1) per step, no allocation.
 */
final class Gradients {
    /** Length of what {@link #write} writes. */
    static final int BYTES = 2 * Long.BYTES + 2 * Integer.BYTES + Byte.BYTES;

    private static final int MIN_EVENTS = 8;

    /** A loss that fades away to 0 has been learned; one that falls to it from more than this share of its highest level has not. */
    private static final double FADED = 1e-3;

    private static final long NONE = 0;

    private final DetectorSettings settings;
    private long badSince = NONE;
    private int badEvents;
    private long zeroSince = NONE;
    private int zeroEvents;
    private boolean hadFinite;
    private boolean fellToZero;

    Gradients(DetectorSettings settings) {
        this.settings = settings;
    }

    /** Since when the gradient norm is not finite; 0 where it is. */
    long badSince() {
        return badSince;
    }

    /** Since when the loss is exactly 0; 0 where it is not. */
    long zeroSince() {
        return zeroSince;
    }

    /**
     * Takes what is said of step t.
     *
     * @param level of the loss before
     * @param highest level that the loss has had
     */
    void step(long t, Reading reading, double level, double highest) {
        if (reading.hasGradientNorm()) {
            boolean finite = Double.isFinite(reading.gradientNorm());
            hadFinite |= finite;
            badEvents = finite ? 0 : badEvents + 1;
            badSince = finite ? NONE : badSince == NONE ? t : badSince;
        }
        if (!Double.isNaN(reading.loss())) {
            boolean zero = reading.loss() == 0;
            if (zero && zeroSince == NONE) {
                fellToZero = Math.abs(level) > FADED * Math.abs(highest);
            }
            zeroEvents = zero ? zeroEvents + 1 : 0;
            zeroSince = zero ? zeroSince == NONE ? t : zeroSince : NONE;
        }
    }

    /** Whether no gradient has been finite for too long, in a run in which they were. */
    boolean areLost(long t, int ranks) {
        return hadFinite && lasts(t, badSince, badEvents, ranks);
    }

    /** Whether the loss fell to exactly 0 and stayed there for too long. */
    boolean isLossGone(long t, int ranks) {
        return fellToZero && lasts(t, zeroSince, zeroEvents, ranks);
    }

    private boolean lasts(long t, long since, int events, int ranks) {
        return since != NONE && t - since >= settings.excursion(t) && events >= MIN_EVENTS * ranks;
    }

    void write(ByteBuffer out) {
        out.putLong(badSince).putInt(badEvents).putLong(zeroSince).putInt(zeroEvents);
        out.put((byte) ((hadFinite ? 1 : 0) + (fellToZero ? 2 : 0)));
    }

    void read(ByteBuffer in) {
        badSince = in.getLong();
        badEvents = in.getInt();
        zeroSince = in.getLong();
        zeroEvents = in.getInt();
        byte flags = in.get();
        hadFinite = (flags & 1) != 0;
        fellToZero = (flags & 2) != 0;
    }
}
