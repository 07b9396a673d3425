package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.detectors.BucketSeries;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.detectors.Reading;
import io.neuralentropy.monitor.detectors.RunDetector;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.StateChange.Cause;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Feeds the detectors of a run with what it accepts, and remembers their verdicts.
 *
 * <p>A bucket of the verdicts' grid closes when every rank of the latest attempt that sends has passed it, or at the latest when
 * one is past the next bucket too: a silent rank delays no verdict for longer. Where the
 * followed entropy comes later than the steps, it has to have passed the bucket ({@link Frontier#passed}). Verdicts are taken on what is there then; steps
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
    // those that are not saved yet; the others are read from the storage when the run goes back
    private final TreeMap<Long, byte[]> closings = new TreeMap<>();

    // what was read of the history for the detectors, up to a step; on the heap alone
    private VerdictBuckets entropies = new VerdictBuckets(Quantity.NEURAL_ENTROPY);
    private final VerdictBuckets losses = new VerdictBuckets(Quantity.LOSS);
    private long readThrough;

    private RunDetector detector;
    private long closedThrough;
    private byte followed;
    private boolean lossSent;
    private boolean neuralSent;
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
        lossSent = false;
        neuralSent = false;
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

    /** Whether any step said a loss. */
    boolean isLossSent() {
        return lossSent;
    }

    /** Whether any step said S_NN. */
    boolean isNeuralSent() {
        return neuralSent;
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
        lossSent |= Absent.isPresent(step.loss());
        neuralSent |= step.neuralEntropy() != null;
        learnedSent |= step.learnedEntropy() != null;
        follow(step);
        long time = step.origin().time();
        closeUpTo(run.frontier.passed(StepParts.of(followedQuantity())), time);
        if (step.step() > closedThrough) {
            feed(step, time);
        }
        run.changed(RecordKey.WATCH);
    }

    /** Another quantity than before: what was learned of the one says nothing of the other. */
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
        if (isNotFinite(step)) {
            enter(detector.notFinite(step.step(), time));
        } else {
            enter(detector.step(step.step(), reading(step), time));
        }
    }

    private Reading reading(Step step) {
        Moments moments = switch (followedQuantity()) {
            case NEURAL_ENTROPY -> step.neuralEntropy();
            case LEARNED_ENTROPY -> step.learnedEntropy();
            default -> null;
        };
        double rate = sent(step.learningRate());
        return new Reading(
                sent(step.loss()),
                moments == null ? Double.NaN : moments.mean(),
                sent(step.gradientNorm()),
                Absent.isPresent(step.gradientNorm()),
                Double.isFinite(rate) ? rate : Double.NaN,
                run.frontier.rankCount());
    }

    private static double sent(double number) {
        return Absent.isPresent(number) ? number : Double.NaN;
    }

    /**
     * Takes a step that was dropped because it is known, with a number that is not finite where what was accepted is: a process of the
     * run has diverged all the same.
     */
    void notFinite(Step dropped) {
        if (dropped.step() > closedThrough) {
            enter(detector.notFinite(dropped.step(), dropped.origin().time()));
            run.changed(RecordKey.WATCH);
        }
    }

    /** Quantities that are not finite only where a run has diverged. */
    static final List<Quantity> MUST_BE_FINITE =
            List.of(Quantity.LOSS, Quantity.NEURAL_ENTROPY, Quantity.LEARNED_ENTROPY);

    /** Whether a step says a loss or an entropy that is not finite. */
    static boolean isNotFinite(Step step) {
        return isBad(step.loss()) || isBad(step.neuralEntropy()) || isBad(step.learnedEntropy());
    }

    /** Whether a step says that quantity, and it is not finite. */
    static boolean isNotFinite(Step step, Quantity quantity) {
        return switch (quantity) {
            case LOSS -> isBad(step.loss());
            case NEURAL_ENTROPY -> isBad(step.neuralEntropy());
            case LEARNED_ENTROPY -> isBad(step.learnedEntropy());
            case GRADIENT_NORM -> isBad(step.gradientNorm());
        };
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
        long reached = run.frontier.reached(StepParts.of(followedQuantity()));
        while (passed > last || reached > Grid.VERDICTS.last(last + 1)) {
            close(last, time);
            last = Grid.VERDICTS.last(closedThrough + 1);
        }
    }

    private void close(long last, long time) {
        long first = closedThrough + 1;
        closedThrough = last;
        if (!readThrough(last, first)) {
            return;
        }
        BucketSeries loss = losses.series();
        BucketSeries followedSeries = followedQuantity() == Quantity.LOSS ? losses.comingDown() : entropies.series();
        enter(detector.close(followedSeries, loss, first, last, time, total()));
        closings.put(first, bytes());
        run.changed(new RecordKey(RecordKey.Kind.WATCH, first));
    }

    /** Reads what is new in the history up to a step, the end of a bucket; says whether it holds anything from {@code first} on. */
    private boolean readThrough(long last, long first) {
        if (followedQuantity() != Quantity.LOSS && entropies.quantity() != followedQuantity()) {
            entropies = new VerdictBuckets(followedQuantity());
            readThrough = 0;
        }
        entropies.forgetFrom(readThrough + 1);
        losses.forgetFrom(readThrough + 1);
        boolean[] any = {false};
        run.history.scan(readThrough + 1, last, (key, bucket) -> {
            entropies.take(key, bucket);
            losses.take(key, bucket);
            any[0] |= key >= first;
        });
        readThrough = last;
        return any[0];
    }

    /** A bucket of the history has changed: what was read of it and of those behind it is read again. */
    void historyChanged(long key) {
        readThrough = Math.min(readThrough, Grid.VERDICTS.first(key) - 1);
    }

    /** Memory that the buckets of the history that were read take, bytes. */
    long heapBytes() {
        return (long) (entropies.size() + losses.size()) * VerdictBuckets.HEAP_BYTES;
    }

    /** S_tot or, where it is unknown, its upper bound; NaN where neither is known. */
    private double total() {
        if (run.about == null) {
            return Double.NaN;
        }
        EntropyEstimate total = run.about.totalEntropy();
        EntropyEstimate known = total == null ? run.about.totalEntropyUpper() : total;
        return known == null || !(known.nats() > 0) ? Double.NaN : known.nats();
    }

    /** Takes down a change of state; null for none. */
    private void enter(StateChange change) {
        if (change != null) {
            log.add(change.following(followedQuantity()));
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
        long back = Grid.VERDICTS.first(from);
        forgetClosingsFrom(back);
        begin();
        byte[] then = newestClosing(back - 1);
        if (then != null) {
            read(ByteBuffer.wrap(then));
        }
        log.dropAfter(closedThrough);
        run.changed(RecordKey.WATCH);
    }

    private void forgetClosingsFrom(long back) {
        run.storage.scan(RecordKey.Kind.WATCH, back, Long.MAX_VALUE, (first, bytes) -> closings.put(first, null));
        closings.tailMap(back, true).replaceAll((first, bytes) -> null);
        closings.tailMap(back, true).keySet().forEach(first -> run.changed(new RecordKey(RecordKey.Kind.WATCH, first)));
    }

    /** What was remembered at the newest closing of a bucket that begins at {@code to} or before; null where there is none. */
    private byte[] newestClosing(long to) {
        Map.Entry<Long, byte[]> unsaved = closings.floorEntry(to);
        while (unsaved != null && unsaved.getValue() == null) {
            unsaved = closings.lowerEntry(unsaved.getKey());
        }
        // 1: what is remembered now is no closing
        return unsaved != null ? unsaved.getValue() : run.storage.last(RecordKey.Kind.WATCH, 1, to);
    }

    /** What changed is saved. */
    void saved() {
        closings.clear();
    }

    /** The stored form: of now under index 0, of a closing under its bucket's first step; null where there is none. */
    byte[] bytes(long index) {
        return index == 0 ? bytes() : closings.get(index);
    }

    /** Puts back what was remembered last. */
    void restore(byte[] bytes) {
        read(ByteBuffer.wrap(bytes));
    }

    private byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(closedThrough).put(followed).put(flags());
        saturated.write(out);
        detector.write(out);
        return out.array();
    }

    private byte flags() {
        return (byte) ((learnedSent ? 1 : 0) + (neuralSent ? 2 : 0) + (lossSent ? 4 : 0));
    }

    private void read(ByteBuffer in) {
        closedThrough = in.getLong();
        followed = in.get();
        byte sent = in.get();
        learnedSent = (sent & 1) != 0;
        neuralSent = (sent & 2) != 0;
        lossSent = (sent & 4) != 0;
        saturated = SaturatedSince.read(in);
        detector = new RunDetector(settings);
        boolean isOld = in.remaining() < RunDetector.BYTES;
        detector.read(in);
        // an older version did not remember it, and followed S_NN also where there was none
        neuralSent |= isOld && followed == Quantity.NEURAL_ENTROPY.ordinal() && !Double.isNaN(detector.gain());
    }
}
