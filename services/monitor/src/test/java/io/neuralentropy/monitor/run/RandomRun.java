package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Runs with everything that goes wrong: gaps, duplicates, several ranks, resumptions of both kinds, zombies, another order. */
public final class RandomRun {
    private static final long BASE = 1_764_000_000_000L;

    /** Between a launch and the next, ms. */
    private static final long TIME = 1_000_000;

    /** Trainer's clock at which the second launch begins, ms. */
    static final long SECOND_LAUNCH = BASE + TIME;

    /** Steps back that a resumption may go without any loss, wherever it goes on. */
    private static final int KNOWN_STEP_BY_STEP = 1000;

    private final String id;
    private final SplittableRandom random;
    private final List<Event> events = new ArrayList<>();
    private int launch;

    private RandomRun(String id, long seed) {
        this.id = id;
        random = new SplittableRandom(seed);
    }

    /** One attempt after the other, in order, with gaps, duplicates and zombies. */
    public static List<Event> inOrder(String id, long seed) {
        return written(id, seed, false);
    }

    /** The same, but that each resumption raises the attempt. */
    public static List<Event> inAttempts(String id, long seed) {
        return written(id, seed, true);
    }

    private static List<Event> written(String id, long seed, boolean raises) {
        RandomRun run = new RandomRun(id, seed);
        run.write(raises);
        return run.events;
    }

    /**
     * The same events, each moved by up to {@code distance} places; what starts an attempt stays before the attempt's steps,
     * as it does in one partition.
     */
    static List<Event> disordered(List<Event> events, long seed, int distance) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Event> result = new ArrayList<>();
        List<Event> block = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof RunStarted) {
                flush(block, result, random);
                result.add(event);
            } else {
                block.add(event);
                if (block.size() == distance) {
                    flush(block, result, random);
                }
            }
        }
        flush(block, result, random);
        return result;
    }

    /**
     * The same events, some of them in two: the entropies apart from the rest. Some of the latter come again, a few of those with another
     * loss.
     */
    static List<Event> inParts(List<Event> events, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Event> result = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Step step && random.nextInt(4) == 0) {
                Step entropies = Step.of(step.origin(), step.step())
                        .neuralEntropy(step.neuralEntropy())
                        .learnedEntropy(step.learnedEntropy())
                        .build();
                result.add(withoutEntropies(step, step.loss()));
                result.add(entropies);
                if (random.nextInt(10) == 0) {
                    result.add(withoutEntropies(step, random.nextBoolean() ? step.loss() : -step.loss()));
                }
            } else {
                result.add(event);
            }
        }
        return result;
    }

    private static Step withoutEntropies(Step step, double loss) {
        return Step.of(step.origin(), step.step())
                .samples(step.samples())
                .loss(loss)
                .seconds(step.seconds())
                .gradientNorm(step.gradientNorm())
                .learningRate(step.learningRate())
                .build();
    }

    private static void flush(List<Event> block, List<Event> result, SplittableRandom random) {
        while (!block.isEmpty()) {
            result.add(block.remove(random.nextInt(block.size())));
        }
    }

    private void write(boolean raises) {
        int launches = 1 + random.nextInt(4);
        int ranks = 1 + random.nextInt(3);
        long first = 1;
        long last = 0;
        int attempt = 0;
        int before = 0;
        for (launch = 0; launch < launches; launch++) {
            boolean saysSo = random.nextBoolean() || raises;
            if (launch > 0) {
                first = last + 1 - random.nextInt((int) Math.min(last, KNOWN_STEP_BY_STEP));
                before = attempt;
                attempt += saysSo ? 1 : 0;
            }
            for (int rank = 0; rank < (saysSo ? 1 : ranks); rank++) {
                start(attempt, rank, first);
            }
            last = first + 50 + random.nextInt(3000);
            for (long step = first; step <= last; step++) {
                for (int rank = 0; rank < ranks; rank++) {
                    step(attempt, before, rank, step);
                }
            }
        }
    }

    private void start(int attempt, int rank, long first) {
        events.add(RunStarted.of(new Origin(id, attempt, rank, BASE + TIME * launch))
                .objective("entropy-matching")
                .firstStep(first)
                .plannedSteps(10_000)
                .build());
    }

    private void step(int attempt, int before, int rank, long step) {
        int fate = random.nextInt(100);
        if (fate < 2) {
            return;
        }
        Step event = Step.of(new Origin(id, attempt, rank, BASE + TIME * launch + 10 * step), step)
                .samples(16 + random.nextInt(3))
                .loss(2 / Math.sqrt(step) + random.nextDouble())
                .neuralEntropy(
                        new Moments(Math.log(step) + random.nextGaussian(), random.nextDouble(), 8 + random.nextInt(8)))
                .learnedEntropy(
                        random.nextInt(10) == 0 ? null : new Moments(random.nextGaussian(), random.nextDouble(), 8))
                .seconds(0.01 + 0.001 * random.nextDouble())
                .gradientNorm(random.nextDouble())
                .learningRate(1e-3 / step)
                .build();
        events.add(event);
        if (fate < 7) {
            events.add(event);
        }
        if (fate == 7 && launch > 0) {
            // a zombie of the launch before goes on
            events.add(Step.of(new Origin(id, before, rank, BASE + TIME * (launch - 1) + 10 * step), step)
                    .samples(16)
                    .loss(99)
                    .build());
        }
    }
}
