package io.neuralentropy.standalone.stack;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * A run of which it is known what has to be said: how its entropies and its loss go with the step, which steps never come,
 * and how it ends. Deterministic.
 */
final class LabelledRun {
    static final String GROUP = "labelled";
    private static final double TOTAL = 100;
    private static final long MILLIS_PER_STEP = 10;

    private final String id;
    private final long length;
    private LongToDoubleFunction neural = step -> 0.01 * step;
    private LongToDoubleFunction learned;
    private LongToDoubleFunction loss = step -> 1;
    private long lostFrom = Long.MAX_VALUE;
    private long lostTo = Long.MAX_VALUE;
    private long secondRank;
    private Moments heldOut;
    private RunFinished.Status end;
    private boolean speaks = true;
    private long next;

    /** A run that grows steadily for that many steps and goes on. */
    LabelledRun(String id, long length) {
        this.id = id;
        this.length = length;
        next = length + 1;
    }

    LabelledRun neural(LongToDoubleFunction value) {
        neural = value;
        return this;
    }

    LabelledRun loss(LongToDoubleFunction value) {
        loss = value;
        return this;
    }

    /** S_lin by step, and what is measured of it on held-out points at the end. */
    LabelledRun learned(LongToDoubleFunction value, Moments onHeldOut) {
        learned = value;
        heldOut = onHeldOut;
        return this;
    }

    LabelledRun losing(long from, long to) {
        lostFrom = from;
        lostTo = to;
        return this;
    }

    /** A second rank that speaks up to a step only. */
    LabelledRun secondRankUpTo(long step) {
        secondRank = step;
        return this;
    }

    /** Of known total entropy, and ended. */
    LabelledRun ending(RunFinished.Status status) {
        end = status;
        return this;
    }

    /** Says nothing after its history. */
    LabelledRun fallingSilent() {
        speaks = false;
        return this;
    }

    String id() {
        return id;
    }

    /** All up to the present. */
    List<Event> history() {
        List<Event> events = new ArrayList<>();
        RunStarted.Builder about = RunStarted.of(origin(0, 0)).group(GROUP).plannedSteps(2 * length);
        events.add((end == null ? about : about.totalEntropy(new EntropyEstimate(TOTAL, 0, "analytic"))).build());
        add(events, 0, 1, Math.min(length, lostFrom - 1));
        if (lostFrom <= length) {
            add(events, 0, lostTo + 1, length);
        }
        add(events, 1, 1, secondRank);
        if (heldOut != null) {
            events.add(evaluation());
        }
        if (end != null) {
            events.add(finished(end));
        }
        return events;
    }

    /** Whether its history has its end. */
    boolean isEnded() {
        return end != null;
    }

    /** Whether it goes on after its history. */
    boolean isLive() {
        return !isEnded() && speaks;
    }

    /** The next step of a run that goes on. */
    Event next() {
        Event event = Step.of(origin(0, next), next)
                .loss(loss.applyAsDouble(next))
                .neuralEntropy(new Moments(neural.applyAsDouble(next), 1, 4))
                .learnedEntropy(learned == null ? null : new Moments(learned.applyAsDouble(next), 1, 4))
                .build();
        next++;
        return event;
    }

    RunFinished finished(RunFinished.Status status) {
        return new RunFinished(origin(0, next), status, null, next - 1);
    }

    private Evaluation evaluation() {
        return new Evaluation(
                origin(0, length),
                length,
                "held-out",
                null,
                heldOut,
                null,
                Absent.NUMBER,
                Absent.NUMBER,
                null,
                null,
                null);
    }

    private void add(List<Event> events, int rank, long from, long to) {
        for (long first = from; first <= to; first += Step.MAX_SPAN) {
            events.add(steps(rank, first, (int) Math.min(Step.MAX_SPAN, to - first + 1)));
        }
    }

    private Steps steps(int rank, long first, int size) {
        return new Steps(
                origin(rank, first + size - 1),
                first,
                size,
                null,
                values(loss, first, size),
                column(neural, first, size),
                learned == null ? null : column(learned, first, size),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static double[] values(LongToDoubleFunction value, long first, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = value.applyAsDouble(first + i);
        }
        return values;
    }

    private static Steps.Column column(LongToDoubleFunction mean, long first, int size) {
        double[] variance = new double[size];
        long[] count = new long[size];
        Arrays.fill(variance, 1);
        Arrays.fill(count, 4);
        return new Steps.Column(values(mean, first, size), variance, count);
    }

    private Origin origin(int rank, long step) {
        return new Origin(id, 0, rank, 1_764_000_000_000L + MILLIS_PER_STEP * step);
    }
}
