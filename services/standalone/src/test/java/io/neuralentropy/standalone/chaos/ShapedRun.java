package io.neuralentropy.standalone.chaos;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunFinished.Status;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Runs whose course is known: they grow, reach plateaus, leave them, fall, break, recover, end, and are taken up again. What is
 * said of them has to be these states in this order, whatever happens to the monitor.
 */
final class ShapedRun {
    /** Trainer's clock, ms since the epoch. */
    private static final long BEGINNING = 1_764_000_000_000L;

    /** Ranks of {@link #ofFourRanks}. */
    static final int SILENT_RANK = 2;

    static final int FAR_OFF_RANK = 1;

    static final int INFINITE_RANK = 3;

    private static final int BATCH = 16;
    private static final long CHANGE = 2500;

    private final String run;
    private final List<String> states;
    private final List<Event> events = new ArrayList<>();
    private final SplittableRandom random;
    private LongToDoubleFunction entropy = t -> 100 * grown(t);
    private LongToDoubleFunction loss = t -> 2;

    private ShapedRun(String run, String... states) {
        this.run = run;
        this.states = List.of(states);
        random = new SplittableRandom(run.hashCode());
    }

    static List<ShapedRun> all() {
        return List.of(plateau(), secondGrowth(), decline(), notFinite(), explosion(), takenUpAgain(), ofFourRanks());
    }

    String run() {
        return run;
    }

    List<Event> events() {
        return events;
    }

    /** Its changes of state, oldest first. */
    List<String> states() {
        return states;
    }

    /** From 0 to 1 with a time constant of 100 steps. */
    private static double grown(long t) {
        return 1 - Math.exp(-t / 100.0);
    }

    private static ShapedRun plateau() {
        ShapedRun shaped = new ShapedRun("plateau", "absorbing", "saturated", "finished");
        return shaped.attempt(0, 1, 3000).end(0, 3000, Status.COMPLETED);
    }

    /** Half as much again, as after a drop of the learning rate. */
    private static ShapedRun secondGrowth() {
        ShapedRun shaped =
                new ShapedRun("second-growth", "absorbing", "saturated", "absorbing", "saturated", "finished");
        shaped.entropy = t -> 100 * grown(t) + (t > CHANGE ? 50 * grown(t - CHANGE) : 0);
        return shaped.attempt(0, 1, 9000).end(0, 9000, Status.STOPPED);
    }

    /** Loses half of what it had, and stays there. */
    private static ShapedRun decline() {
        ShapedRun shaped = new ShapedRun("decline", "absorbing", "saturated", "declining", "saturated");
        shaped.entropy = t -> 100 * grown(t) * (t > CHANGE ? 0.5 : 1);
        return shaped.attempt(0, 1, 9000);
    }

    /** Not a number for some steps; sound again afterwards, and at last given up. */
    private static ShapedRun notFinite() {
        ShapedRun shaped =
                new ShapedRun("not-finite", "absorbing", "saturated", "diverged", "warming-up", "saturated", "failed");
        shaped.entropy = t -> t > CHANGE && t < CHANGE + 20 ? Double.NaN : 100 * grown(t);
        return shaped.attempt(0, 1, 6000).end(0, 6000, Status.FAILED);
    }

    private static ShapedRun explosion() {
        ShapedRun shaped = new ShapedRun("explosion", "absorbing", "saturated", "diverged");
        shaped.loss = t -> t > CHANGE ? 20 : 2;
        return shaped.attempt(0, 1, 4500);
    }

    /** Fails, is taken up again from before it was saturated, and completes. */
    private static ShapedRun takenUpAgain() {
        ShapedRun shaped = new ShapedRun("taken-up-again", "absorbing", "saturated", "finished");
        return shaped.attempt(0, 1, 3000)
                .end(0, 3000, Status.FAILED)
                .attempt(1, 900, 3200)
                .end(1, 3200, Status.COMPLETED);
    }

    /** One rank falls silent, the loss of another runs away, that of a third ends up as infinite. */
    private static ShapedRun ofFourRanks() {
        ShapedRun shaped = new ShapedRun("four-ranks", "absorbing", "diverged");
        shaped.start(0, 1);
        for (long t = 1; t <= 1000; t++) {
            for (int rank = 0; rank < 4; rank++) {
                if (rank != SILENT_RANK || t <= 700) {
                    shaped.step(rank, t, lossOfRank(rank, t));
                }
            }
        }
        return shaped;
    }

    private static double lossOfRank(int rank, long t) {
        if (rank == INFINITE_RANK && t > 950) {
            return Double.POSITIVE_INFINITY;
        }
        return rank == FAR_OFF_RANK && t > 900 ? 10 : 2;
    }

    private ShapedRun attempt(int attempt, long first, long last) {
        start(attempt, first);
        for (long t = first; t <= last; t += BATCH) {
            steps(attempt, t, (int) Math.min(BATCH, last - t + 1));
        }
        return this;
    }

    private void start(int attempt, long first) {
        events.add(RunStarted.of(new Origin(run, attempt, 0, time(attempt, first)))
                .objective("entropy-matching")
                .firstStep(first)
                .build());
    }

    /** In columns, as a fast loop sends them. */
    private void steps(int attempt, long first, int size) {
        long[] samples = new long[size];
        Arrays.fill(samples, 16);
        events.add(new Steps(
                new Origin(run, attempt, 0, time(attempt, first)),
                first,
                size,
                samples,
                column(size, i -> noisy(loss.applyAsDouble(first + i))),
                new Steps.Column(
                        column(size, i -> noisy(entropy.applyAsDouble(first + i))),
                        column(size, i -> noisy(25)),
                        samples),
                null,
                null,
                null,
                column(size, i -> noisy(0.8)),
                column(size, i -> 0.01),
                null,
                null,
                null,
                null));
    }

    private static double[] column(int size, IntToDoubleFunction entry) {
        return IntStream.range(0, size).mapToDouble(entry).toArray();
    }

    private double noisy(double about) {
        return about * random.nextDouble(0.9, 1.1);
    }

    private void step(int rank, long t, double lossNow) {
        events.add(Step.of(new Origin(run, 0, rank, time(0, t)), t)
                .samples(16)
                .loss(noisy(lossNow))
                .neuralEntropy(new Moments(noisy(entropy.applyAsDouble(t)), noisy(25), 16))
                .gradientNorm(noisy(0.8))
                .seconds(0.01)
                .build());
    }

    private ShapedRun end(int attempt, long step, Status status) {
        events.add(new RunFinished(new Origin(run, attempt, 0, time(attempt, step)), status, null, step));
        return this;
    }

    private static long time(int attempt, long step) {
        return BEGINNING + 1_000_000L * attempt + 10 * step;
    }
}
