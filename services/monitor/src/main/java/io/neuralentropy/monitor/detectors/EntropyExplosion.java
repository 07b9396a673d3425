package io.neuralentropy.monitor.detectors;

import java.nio.ByteBuffer;

/**
 * Tells an explosion of the followed entropy from growth. An entropy that rises from a low level is what learning looks like (a
 * flat start, a warm-up of the learning rate), however fast it rises. It is an explosion where
 *
 * <ul>
 *   <li>the loss rises with it: by more than half of what would be an excursion of the loss, and beyond its noise;
 *   <li>or it stays above twice the total entropy, which bounds what can be learned;
 *   <li>or nothing is known of the loss, the run had grown and come to rest before, and it rises without end: by half of its value
 *       again in each of {@value #RISES} excursion times in a row.
 * </ul>
 */
final class EntropyExplosion {
    /** Length of what {@link #write} writes. */
    static final int BYTES = 2 * Double.BYTES + Byte.BYTES + Integer.BYTES;

    private static final double BEYOND_TOTAL = 2;
    private static final double RISE = 1.5;
    private static final int RISES = 3;

    private final double lossShare;
    private double total = Double.NaN;
    private boolean hasSettled;
    private double reached = Double.NaN;
    private int rises;

    EntropyExplosion(DetectorSettings settings) {
        lossShare = settings.lossExcursion() / 2;
    }

    /** Notes what is known at a closing of a bucket: S_tot or its upper bound, NaN where unknown. */
    void know(double newTotal) {
        total = newTotal;
    }

    /** Notes that the run has come to rest after it had grown. */
    void settled() {
        hasSettled = true;
    }

    /** Whether an entropy that is up may be exploding. */
    boolean isSuspect(Excursion entropy, Excursion loss, int ranks) {
        return isBeside(loss, ranks)
                || entropy.mean() > BEYOND_TOTAL * total
                || Double.isNaN(loss.mean()) && hasSettled;
    }

    private boolean isBeside(Excursion loss, int ranks) {
        return loss.isOut() || loss.isAbove(lossShare, ranks);
    }

    /** Whether a suspect entropy that stayed up explodes; otherwise it has the whole time once more, or has come to rest. */
    boolean explodes(long t, Excursion entropy, Excursion loss, int ranks) {
        if (isBeside(loss, ranks) || entropy.mean() > BEYOND_TOTAL * total) {
            return true;
        }
        boolean rose = !(entropy.mean() < RISE * reached);
        rises = rose ? rises + 1 : 0;
        reached = rose ? entropy.mean() : Double.NaN;
        if (rises > RISES) {
            return true;
        }
        if (rose) {
            entropy.again(t);
        } else {
            entropy.forgive();
        }
        return false;
    }

    void write(ByteBuffer out) {
        out.putDouble(total).put((byte) (hasSettled ? 1 : 0)).putDouble(reached).putInt(rises);
    }

    void read(ByteBuffer in) {
        total = in.getDouble();
        hasSettled = in.get() != 0;
        reached = in.getDouble();
        rises = in.getInt();
    }
}
