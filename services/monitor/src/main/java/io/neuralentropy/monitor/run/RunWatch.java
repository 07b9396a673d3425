package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.detectors.RunDetector;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.StateChange.Cause;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/**
 * Feeds the detectors of a run with what it accepts, and remembers their verdicts.
 *
 * <p>A bucket of the verdicts' grid closes when every rank of the latest attempt that sends has passed it, or at the latest when
 * one is past the next bucket too: a silent rank delays no verdict for longer. Verdicts are taken on what is there then; steps
 * that come later correct the curve, not a past verdict.
 *
 * <p>What the detectors remember is stored at each closing, so that a later attempt takes them back to where it starts: to the
 * last bucket that ends before. So is what was decided after it.
 */
final class RunWatch {
    private static final byte NOTHING_FOLLOWED = -1;
    private static final int BYTES = RunDetector.BYTES + SaturatedSince.BYTES + Long.BYTES + 2 * Byte.BYTES;

    final StateLog log;

    private final RunState run;
    private final DetectorSettings settings;
    private final VerdictBuckets entropies = new VerdictBuckets();
    private final VerdictBuckets losses = new VerdictBuckets();
    private final TreeMap<Long, byte[]> closings = new TreeMap<>();

    private RunDetector detector;
    private long closedThrough;
    private byte followed;
    private boolean learnedSent;
    private SaturatedSince saturated;

    RunWatch(RunState run, DetectorSettings settings) {
        this.run = run;
        this.settings = settings;
        log = new StateLog(run::changed);
        begin();
    }

    private void begin() {
        detector = new RunDetector(settings);
        closedThrough = 0;
        followed = NOTHING_FOLLOWED;
        learnedSent = false;
        saturated = SaturatedSince.NEVER;
    }

    RunDetector detector() {
        return detector;
    }

    DetectorSettings settings() {
        return settings;
    }

    /** Last step of the newest closed bucket; 0 before any. */
    long closedThrough() {
        return closedThrough;
    }

    /** Whether any step said S_lin. */
    boolean isLearnedSent() {
        return learnedSent;
    }

    /** Since when the run is saturated. */
    SaturatedSince saturated() {
        return saturated;
    }

    /** Takes an accepted step that the history holds already. */
    void take(Step step) {
        learnedSent |= step.learnedEntropy() != null;
        follow(step);
        long time = step.origin().time();
        closeUpTo(run.frontier.slowest(), time);
        if (step.step() > closedThrough) {
            feed(step, time);
        }
        run.changed(RecordKey.WATCH);
    }

    /** Another entropy than before: what was learned of the one says nothing of the other. */
    private void follow(Step step) {
        byte now = (byte) run.followed().ordinal();
        if (followed != NOTHING_FOLLOWED && followed != now) {
            TrainingState before = detector.state();
            detector = new RunDetector(settings);
            enter(begunAnew(step, before));
        }
        followed = now;
    }

    private StateChange begunAnew(Step step, TrainingState before) {
        TrainingState now = detector.state();
        return before == now
                ? null
                : StateChange.withoutNumbers(
                        step.step(), step.origin().time(), before, now, Cause.FOLLOWS_OTHER, settings.delta());
    }

    private void feed(Step step, long time) {
        double loss = step.loss();
        Moments moments = followedQuantity() == Quantity.NEURAL_ENTROPY ? step.neuralEntropy() : step.learnedEntropy();
        double entropy = moments == null ? Double.NaN : moments.mean();
        if (isNotFinite(step)) {
            enter(detector.notFinite(step.step(), time));
        } else {
            double sent = Absent.isAbsent(loss) ? Double.NaN : loss;
            enter(detector.step(step.step(), sent, entropy, run.frontier.rankCount(), time));
        }
    }

    /** Whether a step says a loss or an entropy that is not finite. */
    static boolean isNotFinite(Step step) {
        return isBad(step.loss()) || isBad(step.neuralEntropy()) || isBad(step.learnedEntropy());
    }

    private static boolean isBad(double number) {
        return Absent.isPresent(number) && !Double.isFinite(number);
    }

    private static boolean isBad(Moments moments) {
        return moments != null && !Double.isFinite(moments.mean());
    }

    private Quantity followedQuantity() {
        return Quantity.values()[followed];
    }

    /** Closes the bucket that the run's last step fills, now that no more is to come. */
    void end(long time) {
        if (followed != NOTHING_FOLLOWED) {
            closeUpTo(run.step() + 1, time);
            run.changed(RecordKey.WATCH);
        }
    }

    private void closeUpTo(long passed, long time) {
        long last = Grid.VERDICTS.last(closedThrough + 1);
        while (passed > last || run.step() > Grid.VERDICTS.last(last + 1)) {
            close(last, time);
            last = Grid.VERDICTS.last(closedThrough + 1);
        }
    }

    private void close(long last, long time) {
        long first = closedThrough + 1;
        closedThrough = last;
        int held = run.history.indexFrom(first);
        if (held == run.history.size() || run.history.key(held) > last) {
            return;
        }
        entropies.read(run.history, followedQuantity(), last);
        losses.read(run.history, Quantity.LOSS, last);
        enter(detector.close(entropies.series, losses.series, first, last, time, total()));
        closings.put(first, bytes());
        run.changed(new RecordKey(RecordKey.Kind.WATCH, first));
    }

    private double total() {
        EntropyEstimate total = run.about == null ? null : run.about.totalEntropy();
        return total == null || !(total.nats() > 0) ? Double.NaN : total.nats();
    }

    /** Takes down a change of state; null for none. */
    private void enter(StateChange change) {
        if (change != null) {
            log.add(change);
            saturated = change.to() == TrainingState.SATURATED
                    ? SaturatedSince.at(change.step(), change.time(), run.history)
                    : SaturatedSince.NEVER;
        }
    }

    /** Takes everything back to the last bucket that ends before {@code from}, unless no step from there on was seen. */
    void rollBack(long from) {
        if (from > run.step()) {
            return;
        }
        var taken = closings.tailMap(Grid.VERDICTS.first(from), true);
        taken.keySet().forEach(first -> run.changed(new RecordKey(RecordKey.Kind.WATCH, first)));
        taken.clear();
        begin();
        if (!closings.isEmpty()) {
            read(ByteBuffer.wrap(closings.lastEntry().getValue()));
        }
        log.dropAfter(closedThrough);
        run.changed(RecordKey.WATCH);
    }

    /** The stored form: of now under index 0, of a closing under its bucket's first step; null where there is none. */
    byte[] bytes(long index) {
        return index == 0 ? bytes() : closings.get(index);
    }

    void restore(long index, byte[] bytes) {
        if (index == 0) {
            read(ByteBuffer.wrap(bytes));
        } else {
            closings.put(index, bytes);
        }
    }

    private byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(closedThrough).put(followed).put((byte) (learnedSent ? 1 : 0));
        saturated.write(out);
        detector.write(out);
        return out.array();
    }

    private void read(ByteBuffer in) {
        closedThrough = in.getLong();
        followed = in.get();
        learnedSent = in.get() != 0;
        saturated = SaturatedSince.read(in);
        detector = new RunDetector(settings);
        detector.read(in);
    }
}
