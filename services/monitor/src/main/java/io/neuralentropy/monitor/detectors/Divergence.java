package io.neuralentropy.monitor.detectors;

import io.neuralentropy.monitor.snapshot.StateChange.Cause;
import java.nio.ByteBuffer;

/**
 * Divergence: numbers that are not finite, at once; an explosion of the loss or of the followed entropy that stays up; a run that is
 * dead though its loss is finite ({@link Gradients}). Latched until the run has been finite and calm for the dwell time. A spike that
 * comes back is counted, no more, and so is a restart of the learning rate: while it lasts the loss may rise to what it was before.
 * O(1) per step, no allocation.
 */
final class Divergence {
    /** Closed buckets whose medians are the level and its noise. */
    private static final int LEVEL_BUCKETS = 16;

    /** Fewer of them than this in the last half of the run are no level. */
    private static final int MIN_LEVEL_BUCKETS = 4;

    /** How much of its way down a restart of the learning rate may take the loss back up: all of it, and a tenth for the noise. */
    private static final double RESTART_SHARE = 1.1;

    /** Buckets whose median is the loss's level of the moment. */
    private static final int RECENT_BUCKETS = 5;

    /** Length of what {@link #write} writes. */
    static final int BYTES = 2 * Excursion.BYTES + Byte.BYTES + 2 * Long.BYTES + Integer.BYTES;

    /** Length of what {@link #writeMore} writes. */
    static final int MORE_BYTES = 2 * Excursion.MORE_BYTES
            + LearningRate.BYTES
            + Gradients.BYTES
            + EntropyExplosion.BYTES
            + Double.BYTES
            + 2 * Byte.BYTES;

    private final DetectorSettings settings;
    private final Excursion loss;
    private final Excursion entropy;
    private final LearningRate rate = new LearningRate();
    private final Gradients gradients;
    private final EntropyExplosion explosion;
    private boolean hasLevel;
    private boolean lossCalm = true;
    private boolean entropyCalm = true;
    private boolean diverged;
    private double highest = Double.NEGATIVE_INFINITY;
    private long lastBad;
    private int spikes;
    private long lastSpike;

    Divergence(DetectorSettings settings) {
        this.settings = settings;
        loss = new Excursion(settings.lossExcursion(), settings);
        entropy = new Excursion(settings.entropyExcursion(), settings);
        gradients = new Gradients(settings);
        explosion = new EntropyExplosion(settings);
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

    LearningRate rate() {
        return rate;
    }

    Excursion of(Cause cause) {
        return cause == Cause.ENTROPY_EXPLODED ? entropy : loss;
    }

    /** Step at which what diverged began. */
    long began(Cause cause) {
        return switch (cause) {
            case GRADIENTS_NOT_FINITE -> gradients.badSince();
            case LOSS_GONE -> gradients.zeroSince();
            default -> of(cause).began();
        };
    }

    /** Takes what is said of step t; returns what it makes of a run that was not diverged. */
    Cause step(long t, Reading reading) {
        rate.step(t, reading.learningRate());
        gradients.step(t, reading, loss.base(), highest);
        if (t <= settings.firstLook() || !hasLevel) {
            return null;
        }
        Cause cause = dead(t, reading.ranks());
        boolean lossStays = lossStays(t, reading.loss(), reading.ranks());
        boolean entropyStays = entropyStays(t, reading.entropy(), reading.ranks());
        if (cause == null) {
            cause = lossStays ? Cause.LOSS_EXPLODED : entropyStays ? Cause.ENTROPY_EXPLODED : null;
        }
        boolean isNew = cause != null && !diverged;
        diverged |= isNew;
        return isNew ? cause : null;
    }

    private Cause dead(long t, int ranks) {
        boolean lost = gradients.areLost(t, ranks);
        boolean gone = gradients.isLossGone(t, ranks);
        if (lost || gone) {
            lastBad = Math.max(lastBad, t);
        }
        return gone ? Cause.LOSS_GONE : lost ? Cause.GRADIENTS_NOT_FINITE : null;
    }

    private boolean lossStays(long t, double value, int ranks) {
        if (Double.isNaN(value)) {
            return false;
        }
        if (rate.isRestarted(t) && !loss.isOut() && !(loss.mean() > restartBound())) {
            loss.follow(t, value, ranks);
            return false;
        }
        Excursion.Outcome outcome = loss.step(t, value, ranks);
        if (outcome == Excursion.Outcome.CALM) {
            return false;
        }
        if (rate.isRestarted(t) && loss.began() >= rate.restartedAt() && !(loss.mean() > restartBound())) {
            loss.forgive();
            return false;
        }
        lossCalm = false;
        bad(t, outcome);
        return outcome == Excursion.Outcome.STAYED_UP;
    }

    /** What the loss may rise to after a restart of the learning rate. */
    private double restartBound() {
        return loss.base() + RESTART_SHARE * (highest - loss.base());
    }

    private boolean entropyStays(long t, double value, int ranks) {
        if (Double.isNaN(value)) {
            return false;
        }
        Excursion.Outcome outcome = entropy.step(t, value, ranks);
        if (outcome == Excursion.Outcome.CALM) {
            return false;
        }
        if (!explosion.isSuspect(entropy, loss, ranks)) {
            if (outcome != Excursion.Outcome.OUT) {
                // growth, or a high level that nothing speaks against: from now on it is the level
                entropy.forgive();
            }
            return false;
        }
        entropyCalm = false;
        bad(t, outcome);
        return outcome == Excursion.Outcome.STAYED_UP && explosion.explodes(t, entropy, loss, ranks);
    }

    private void bad(long t, Excursion.Outcome outcome) {
        lastBad = Math.max(lastBad, t);
        if (outcome == Excursion.Outcome.BACK && !diverged) {
            spikes++;
            lastSpike = t;
        }
    }

    /** A loss or entropy that is not finite; true where the run was not diverged. */
    boolean notFinite(long t) {
        lastBad = Math.max(lastBad, t);
        boolean isNew = !diverged;
        diverged = true;
        return isNew;
    }

    /** Notes that the run has come to rest after it had grown. */
    void settled() {
        explosion.settled();
    }

    /**
     * Takes level and noise from closed buckets, unless one of them saw an excursion; true where a diverged run recovered.
     *
     * @param total S_tot or its upper bound; NaN where unknown
     */
    boolean close(BucketSeries losses, BucketSeries entropies, long t, double total) {
        explosion.know(total);
        double recent = losses.median(Math.max(0, losses.size - RECENT_BUCKETS), losses.size);
        highest = Double.isNaN(recent) ? highest : Math.max(highest, recent);
        if (t >= settings.firstLook() / 2) {
            if (!hasLevel || lossCalm && !rate.keepsLevel(t)) {
                level(loss, losses, t);
            }
            if (!hasLevel || entropyCalm) {
                level(entropy, entropies, t);
            }
            hasLevel = true;
        }
        lossCalm = !loss.isOut();
        entropyCalm = !entropy.isOut() || !explosion.isSuspect(entropy, loss, 1);
        if (diverged && lossCalm && entropyCalm && t - lastBad >= settings.dwell(t)) {
            diverged = false;
            return true;
        }
        return false;
    }

    /** Over the newest buckets of the last half of the run. */
    private static void level(Excursion signal, BucketSeries series, long t) {
        int from = Math.max(Math.max(0, series.size - LEVEL_BUCKETS), series.indexFrom(t / 2.0));
        if (series.size - from >= MIN_LEVEL_BUCKETS) {
            signal.level(series.median(from, series.size), series.noise(from, series.size));
        }
    }

    void write(ByteBuffer out) {
        loss.write(out);
        entropy.write(out);
        boolean calm = lossCalm && entropyCalm;
        out.put((byte) ((hasLevel ? 1 : 0) + (calm ? 2 : 0) + (diverged ? 4 : 0)));
        out.putLong(lastBad).putInt(spikes).putLong(lastSpike);
    }

    void read(ByteBuffer in) {
        loss.read(in);
        entropy.read(in);
        byte flags = in.get();
        hasLevel = (flags & 1) != 0;
        lossCalm = (flags & 2) != 0;
        entropyCalm = lossCalm;
        diverged = (flags & 4) != 0;
        lastBad = in.getLong();
        spikes = in.getInt();
        lastSpike = in.getLong();
    }

    /** What was not remembered at first; {@link #readMore} is its inverse. */
    void writeMore(ByteBuffer out) {
        loss.writeMore(out);
        entropy.writeMore(out);
        rate.write(out);
        gradients.write(out);
        explosion.write(out);
        out.putDouble(highest).put((byte) (lossCalm ? 1 : 0)).put((byte) (entropyCalm ? 1 : 0));
    }

    void readMore(ByteBuffer in) {
        loss.readMore(in);
        entropy.readMore(in);
        rate.read(in);
        gradients.read(in);
        explosion.read(in);
        highest = in.getDouble();
        lossCalm = in.get() != 0;
        entropyCalm = in.get() != 0;
    }
}
