package io.neuralentropy.monitor.detectors;

import io.neuralentropy.monitor.snapshot.StateChange.Cause;
import java.nio.ByteBuffer;

/**
 * Divergence: numbers that are not finite, at once; an explosion of the loss or of the followed entropy that stays up. Latched
 * until the run has been finite and calm for the dwell time. A spike that comes back is counted, no more.
 * O(1) per step, no allocation.
 */
final class Divergence {
    /** Closed buckets whose medians are the level and its noise. */
    private static final int LEVEL_BUCKETS = 16;

    static final int BYTES = 2 * Excursion.BYTES + Byte.BYTES + 2 * Long.BYTES + Integer.BYTES;

    private final DetectorSettings settings;
    private final Excursion loss;
    private final Excursion entropy;
    private boolean hasLevel;
    private boolean calm = true;
    private boolean diverged;
    private long lastBad;
    private int spikes;
    private long lastSpike;

    Divergence(DetectorSettings settings) {
        this.settings = settings;
        loss = new Excursion(settings.lossExcursion(), settings);
        entropy = new Excursion(settings.entropyExcursion(), settings);
    }

    boolean isDiverged() {
        return diverged;
    }

    /** Spikes that came back. */
    int spikes() {
        return spikes;
    }

    /** Step at which the latest of them was over; 0 before any. */
    long lastSpike() {
        return lastSpike;
    }

    /** Latest step that was not finite or not calm; 0 before any. */
    long lastBad() {
        return lastBad;
    }

    Excursion of(Cause cause) {
        return cause == Cause.LOSS_EXPLODED ? loss : entropy;
    }

    /** Takes the numbers of step t, finite, or NaN where not sent; returns what it makes of a run that was not diverged. */
    Cause step(long t, double lossValue, double entropyValue, int ranks) {
        if (t <= settings.firstLook() || !hasLevel) {
            return null;
        }
        boolean lossStays = stays(loss, t, lossValue, ranks);
        boolean entropyStays = stays(entropy, t, entropyValue, ranks);
        if (!(lossStays || entropyStays) || diverged) {
            return null;
        }
        diverged = true;
        return lossStays ? Cause.LOSS_EXPLODED : Cause.ENTROPY_EXPLODED;
    }

    private boolean stays(Excursion signal, long t, double value, int ranks) {
        if (Double.isNaN(value)) {
            return false;
        }
        Excursion.Outcome outcome = signal.step(t, value, ranks);
        if (outcome == Excursion.Outcome.CALM) {
            return false;
        }
        calm = false;
        lastBad = Math.max(lastBad, t);
        if (outcome == Excursion.Outcome.BACK && !diverged) {
            spikes++;
            lastSpike = t;
        }
        return outcome == Excursion.Outcome.STAYED_UP;
    }

    /** A loss or entropy that is not finite; true where the run was not diverged. */
    boolean notFinite(long t) {
        lastBad = Math.max(lastBad, t);
        boolean isNew = !diverged;
        diverged = true;
        return isNew;
    }

    /** Takes level and noise from closed buckets, unless one of them saw an excursion; true where a diverged run recovered. */
    boolean close(BucketSeries losses, BucketSeries entropies, long t) {
        if (t >= settings.firstLook() / 2) {
            if (!hasLevel || calm) {
                level(loss, losses);
                level(entropy, entropies);
                hasLevel = true;
            }
        }
        calm = !loss.isOut() && !entropy.isOut();
        if (diverged && calm && t - lastBad >= settings.dwell(t)) {
            diverged = false;
            return true;
        }
        return false;
    }

    private static void level(Excursion signal, BucketSeries series) {
        int from = Math.max(0, series.size - LEVEL_BUCKETS);
        signal.level(series.median(from, series.size), series.medianDeviation(from, series.size));
    }

    void write(ByteBuffer out) {
        loss.write(out);
        entropy.write(out);
        out.put((byte) ((hasLevel ? 1 : 0) + (calm ? 2 : 0) + (diverged ? 4 : 0)));
        out.putLong(lastBad).putInt(spikes).putLong(lastSpike);
    }

    void read(ByteBuffer in) {
        loss.read(in);
        entropy.read(in);
        byte flags = in.get();
        hasLevel = (flags & 1) != 0;
        calm = (flags & 2) != 0;
        diverged = (flags & 4) != 0;
        lastBad = in.getLong();
        spikes = in.getInt();
        lastSpike = in.getLong();
    }
}
