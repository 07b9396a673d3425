package io.neuralentropy.monitor.detectors;

import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.StateChange.Cause;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.nio.ByteBuffer;

/**
 * The verdicts on one run: saturation and capacity at each closing of a bucket, divergence at each step.
 *
 * <p>What it remembers is {@value #BYTES} bytes ({@link #write}); the rest it reads off the buckets. Everything is a function of
 * step numbers and of what was there at a closing: the same events in the same order give the same verdicts. Order of
 * precedence: diverged, declining, saturated, absorbing, warming-up. Not thread-safe.
 */
public final class RunDetector {
    /** Length of what {@link #write} writes. */
    public static final int BYTES = SaturationRule.BYTES
            + Divergence.BYTES
            + Byte.BYTES
            + 5 * Double.BYTES
            + Byte.BYTES
            + Divergence.MORE_BYTES;

    private static final byte STATED = -1;

    private final DetectorSettings settings;
    private final SaturationRule rule;
    private final Divergence divergence;
    private Capacity capacity = Capacity.withheld(Capacity.Withheld.TOO_EARLY);
    private double gain = Double.NaN;
    private double halfWidth = Double.NaN;
    private boolean hasGrown;
    private boolean hasWindow;

    public RunDetector(DetectorSettings settings) {
        this.settings = settings;
        rule = new SaturationRule(settings);
        divergence = new Divergence(settings);
    }

    /** One of warming-up, absorbing, saturated, declining, diverged. */
    public TrainingState state() {
        return divergence.isDiverged() ? TrainingState.DIVERGED : rule.state();
    }

    /** As of the latest closing; its {@code stepsTo95} counts from there. */
    public Capacity capacity() {
        return capacity;
    }

    /** Gain of a doubling ρ at the latest closing, over the window that spoke; NaN before. */
    public double gain() {
        return gain;
    }

    /** Half the confidence interval of {@link #gain}. */
    public double halfWidth() {
        return halfWidth;
    }

    /**
     * Further steps until the noise allows a verdict of saturation at the present gain, ≈ t (h / (δ − ρ))² − t; 0 where it is there,
     * NaN where the run is saturated, has fallen, or gains more than δ.
     */
    public double stepsToVerdict(long t) {
        boolean open = state() == TrainingState.WARMING_UP || state() == TrainingState.ABSORBING;
        if (!open || !(gain < settings.delta())) {
            return Double.NaN;
        }
        double ratio = halfWidth / (settings.delta() - gain);
        return Math.max(0, t * (ratio * ratio - 1));
    }

    /** Whether the latest look found a window with enough buckets. */
    public boolean hasWindow() {
        return hasWindow;
    }

    /** Spikes that came back by themselves. */
    public int spikes() {
        return divergence.spikes();
    }

    /** Step at which the latest spike was over; 0 before any. */
    public long lastSpike() {
        return divergence.lastSpike();
    }

    /** Restarts of the learning rate. */
    public int restarts() {
        return divergence.rate().restarts();
    }

    /** Step of the latest restart of the learning rate; 0 before any. */
    public long lastRestart() {
        return divergence.rate().restartedAt();
    }

    /**
     * Takes the numbers of an event of step t whose bucket has not closed. O(1), no allocation but for a verdict.
     *
     * @param time of the event, for the verdict
     * @return the change of state; null where there is none
     */
    public StateChange step(long t, Reading reading, long time) {
        TrainingState before = state();
        Cause cause = divergence.step(t, reading);
        if (cause == null) {
            return null;
        }
        if (cause == Cause.GRADIENTS_NOT_FINITE || cause == Cause.LOSS_GONE) {
            return plain(t, time, before, TrainingState.DIVERGED, cause, divergence.began(cause));
        }
        Excursion signal = divergence.of(cause);
        return new StateChange(
                t,
                time,
                before,
                TrainingState.DIVERGED,
                cause,
                signal.began(),
                signal.mean(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                settings.delta(),
                signal.base(),
                Double.NaN,
                Quantity.NEURAL_ENTROPY);
    }

    /** Takes note of a loss or entropy of step t that is not finite; returns the change of state or null. */
    public StateChange notFinite(long t, long time) {
        TrainingState before = state();
        return divergence.notFinite(t) ? plain(t, time, before, TrainingState.DIVERGED, Cause.NOT_FINITE, t) : null;
    }

    /**
     * Takes a closed bucket.
     *
     * @param followed what is followed, of all closed buckets: an entropy, or how far the loss has come down
     * @param losses likewise the loss
     * @param first first step of the bucket that closes
     * @param t its last step
     * @param time of the event that closed it, for the verdict
     * @param total S_tot, or its upper bound; NaN where unknown
     * @return the change of state; null where there is none
     */
    public StateChange close(BucketSeries followed, BucketSeries losses, long first, long t, long time, double total) {
        if (divergence.close(losses, followed, t, total)) {
            long since = divergence.lastBad() + 1;
            rule.restart(first);
            return plain(t, time, TrainingState.DIVERGED, rule.state(), Cause.CALM_AGAIN, since);
        }
        if (divergence.isDiverged()) {
            capacity = Capacity.withheld(Capacity.Withheld.DIVERGED);
            return null;
        }
        if (t < settings.firstLook() || followed.newestFirst() != first) {
            return null;
        }
        TrainingState before = rule.state();
        rule.look(followed, t, divergence.rate());
        gain = rule.evidence().gain;
        halfWidth = rule.evidence().halfWidth;
        hasWindow = rule.hasWindow();
        capacity = capacity(followed, t);
        hasGrown |= rule.state() == TrainingState.ABSORBING;
        if (hasGrown && rule.state() == TrainingState.SATURATED) {
            divergence.settled();
        }
        return rule.state() == before ? null : verdict(followed, before, t, time, total);
    }

    private Capacity capacity(BucketSeries followed, long t) {
        if (followed.isLoss()) {
            return Capacity.withheld(Capacity.Withheld.NO_ENTROPY);
        }
        Estimate level = rule.halfRun();
        if (rule.state() == TrainingState.SATURATED && level.isKnown()) {
            double error = Math.hypot(level.standardError(), settings.delta() / 2 * level.value());
            return new Capacity(new Estimate(level.value(), error), null, 0);
        }
        return CapacityFit.of(followed, t, rule.recent(), settings);
    }

    private StateChange verdict(BucketSeries followed, TrainingState before, long t, long time, double total) {
        Cause cause = cause(before);
        SaturationRule.Evidence window = rule.evidence();
        boolean byWindow = cause == Cause.GROWTH || cause == Cause.FLAT;
        DownwardExcursion low = rule.excursion();
        double level = byWindow ? window.level : low == null ? rule.recent() : low.level;
        double margin = low == null ? rule.recentMargin() : low.margin;
        long since = low == null ? rule.anchor() : low.since;
        double reference = cause == Cause.ROSE ? rule.reference() : rule.bestBefore();
        return new StateChange(
                t,
                time,
                before,
                rule.state(),
                cause,
                byWindow ? window.since : since,
                followed.shown(level),
                byWindow ? window.levelError : margin,
                gain,
                halfWidth,
                settings.delta(),
                followed.shown(reference),
                followed.isLoss() ? Double.NaN : level / total,
                followed.isLoss() ? Quantity.LOSS : Quantity.NEURAL_ENTROPY);
    }

    private Cause cause(TrainingState before) {
        return switch (rule.state()) {
            case SATURATED -> Cause.FLAT;
            case DECLINING -> Cause.FELL;
            default -> before == TrainingState.WARMING_UP ? Cause.GROWTH : Cause.ROSE;
        };
    }

    private StateChange plain(long t, long time, TrainingState from, TrainingState to, Cause cause, long since) {
        return StateChange.withoutNumbers(t, time, from, to, cause, since, settings.delta());
    }

    /** Fixed layout, {@value #BYTES} bytes; {@link #read} is its inverse. */
    public void write(ByteBuffer out) {
        rule.write(out);
        divergence.write(out);
        out.put(
                capacity.withheld() == null
                        ? STATED
                        : (byte) capacity.withheld().ordinal());
        out.putDouble(capacity.nats().value());
        out.putDouble(capacity.nats().standardError());
        out.putDouble(capacity.stepsTo95());
        out.putDouble(gain).putDouble(halfWidth);
        out.put((byte) ((hasGrown ? 1 : 0) + (hasWindow ? 2 : 0)));
        divergence.writeMore(out);
    }

    /** Takes back what {@link #write} wrote. */
    public void read(ByteBuffer in) {
        rule.read(in);
        divergence.read(in);
        byte why = in.get();
        Estimate nats = new Estimate(in.getDouble(), in.getDouble());
        capacity = new Capacity(nats, why == STATED ? null : Capacity.Withheld.values()[why], in.getDouble());
        gain = in.getDouble();
        halfWidth = in.getDouble();
        // of a state that an older version saved nothing follows
        if (in.hasRemaining()) {
            byte flags = in.get();
            hasGrown = (flags & 1) != 0;
            hasWindow = (flags & 2) != 0;
            divergence.readMore(in);
        }
    }
}
