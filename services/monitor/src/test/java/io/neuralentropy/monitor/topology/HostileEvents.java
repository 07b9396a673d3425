package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunPaused;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Valid events of a few runs that keep to nothing: any attempt, rank, step and number, in any order. */
final class HostileEvents {
    private static final long LARGEST = (1L << 53) - 1;
    private static final double[] NUMBERS = {
        0, -0.0, 1, -1, 1e-320, 1e308, -1e308, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 6.7
    };

    private final SplittableRandom random;
    private final Map<String, Long> reached = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();

    HostileEvents(long seed) {
        random = new SplittableRandom(seed);
    }

    Event next(String run) {
        Origin origin =
                new Origin(run, attempt(run), rank(), random.nextInt(20) == 0 ? LARGEST : random.nextLong(1L << 41));
        return switch (random.nextInt(40)) {
            case 0, 1 -> started(origin);
            case 2 -> new RunFinished(origin, RunFinished.Status.values()[random.nextInt(3)], "because", step(run));
            case 3 -> new Checkpoint(origin, step(run));
            case 4, 5 -> evaluation(origin, step(run));
            case 8 -> new RunPaused(origin, "\u0000".repeat(random.nextInt(65)), weight(), step(run));
            case 6, 7 -> steps(origin, step(run));
            default -> step(origin, step(run));
        };
    }

    /** Mostly the latest, now and then a later or an earlier one; once in a long while one that ends all others. */
    private int attempt(String run) {
        int latest = attempts.getOrDefault(run, 0);
        if (random.nextInt(150) == 0) {
            latest = random.nextInt(100) == 0 ? Integer.MAX_VALUE - 1000 : latest + 1 + random.nextInt(3);
            attempts.put(run, latest);
        }
        return random.nextInt(10) == 0 ? random.nextInt(latest + 1) : latest;
    }

    private int rank() {
        return random.nextInt(50) == 0 ? random.nextInt(5000) : random.nextInt(4);
    }

    private long step(String run) {
        if (random.nextInt(100) == 0) {
            return random.nextInt(3) == 0 ? LARGEST : 1 + random.nextLong(LARGEST);
        }
        long far = reached.merge(run, 1L + random.nextInt(20), Long::sum);
        return random.nextInt(5) == 0 ? 1 + random.nextLong(far) : far;
    }

    private double number() {
        return random.nextInt(4) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextDouble();
    }

    private double weight() {
        return Math.abs(random.nextInt(10) == 0 ? 1e308 : random.nextDouble());
    }

    private long count() {
        return random.nextInt(20) == 0 ? LARGEST : 1 + random.nextInt(64);
    }

    private Moments moments() {
        return random.nextInt(4) == 0 ? null : new Moments(number(), weight(), count());
    }

    private Profile profile() {
        int bins = random.nextInt(4) == 0 ? 256 : 2;
        long[] counts = new long[bins];
        double[] rates = new double[bins];
        Arrays.setAll(counts, i -> random.nextInt(3) == 0 ? 0 : count());
        Arrays.setAll(rates, i -> counts[i] == 0 ? 0 : number());
        return new Profile(counts, rates, random.nextBoolean() ? rates : null);
    }

    private RunStarted started(Origin origin) {
        return RunStarted.of(origin)
                .name("x".repeat(random.nextInt(256)))
                .group(random.nextInt(3) == 0 ? null : "g" + random.nextInt(5))
                .objective(random.nextBoolean() ? "entropy-matching" : "other")
                .firstStep(random.nextInt(30) == 0 ? LARGEST : 1 + random.nextInt(5000))
                .plannedSteps(random.nextInt(30) == 0 ? LARGEST : random.nextInt(10_000))
                .follow(random.nextInt(3) == 0 ? "learned" : null)
                .build();
    }

    private Evaluation evaluation(Origin origin, long step) {
        Map<String, Double> numbers = new HashMap<>();
        int many = random.nextInt(200) == 0 ? 2000 : 2;
        for (int i = 0; i < many; i++) {
            numbers.put("n" + i, number());
        }
        String split = random.nextBoolean() ? "held-out" : "train";
        return new Evaluation(
                origin, step, split, moments(), moments(), null, Absent.NUMBER, Absent.NUMBER, numbers, null, null);
    }

    private Step step(Origin origin, long step) {
        int span = random.nextInt(10) == 0 ? (int) Math.min(step, 1 + random.nextInt(1024)) : 1;
        return Step.of(origin, step)
                .span(span)
                .samples(random.nextInt(3) == 0 ? 0 : count())
                .loss(number())
                .neuralEntropy(moments())
                .learnedEntropy(moments())
                .profile(random.nextInt(20) == 0 ? profile() : null)
                .gradientNorm(number())
                .seconds(weight())
                .energyJoules(weight())
                .build();
    }

    private Steps steps(Origin origin, long first) {
        int size = 1 + random.nextInt(random.nextInt(20) == 0 ? 1024 : 16);
        long from = Math.min(first, LARGEST - size);
        double[] loss = random.doubles(size).toArray();
        return new Steps(origin, from, size, null, loss, null, null, null, null, null, null, null, null, null, null);
    }
}
