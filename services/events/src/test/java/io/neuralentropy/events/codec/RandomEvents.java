package io.neuralentropy.events.codec;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.EventType;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunPaused;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Valid events of all types, each optional field there or not, with extremes more often than by chance. */
final class RandomEvents {
    private static final String[] ALPHABET = {"a", "Z", "0", "_", "\"", "\\", "\n", "\u0000", "é", "→", "\uD83D\uDE00"};

    private final Random random;

    RandomEvents(long seed) {
        random = new Random(seed);
    }

    Event next() {
        return next(EventType.values()[random.nextInt(EventType.values().length)]);
    }

    Event next(EventType type) {
        return switch (type) {
            case RUN_STARTED -> runStarted();
            case STEP -> step();
            case STEPS -> steps();
            case CHECKPOINT -> new Checkpoint(origin(), count(0));
            case EVALUATION -> evaluation();
            case RUN_PAUSED ->
                new RunPaused(
                        origin(),
                        maybe(() -> one("", "evaluation", "\uD83D\uDE00".repeat(64))),
                        one(Absent.NUMBER, Double.MIN_VALUE, 180.0),
                        random.nextInt(3) * 1000L);
            case RUN_FINISHED ->
                new RunFinished(
                        origin(), one(RunFinished.Status.values()), maybe(this::text), random.nextInt(3) * 1000L);
        };
    }

    private Origin origin() {
        String run = one("r", "vpx-d9-s1", "A.b_C-9", "x".repeat(128));
        return new Origin(run, one(0, 1, Integer.MAX_VALUE), one(0, 7), count(0));
    }

    private RunStarted runStarted() {
        RunStarted.Builder run = RunStarted.of(origin())
                .name(maybe(this::text))
                .group(maybe(this::text))
                .labels(maybe(this::labels))
                .model(maybe(this::text))
                .parameters(count(0))
                .objective(maybe(() -> one("entropy-matching", "velocity")))
                .process(maybe(() -> new RunStarted.Process(maybe(this::text), maybe(this::numbers))))
                .dimension(one(0, 9, Integer.MAX_VALUE))
                .dataset(maybe(() -> new RunStarted.Dataset(maybe(this::text), count(0))))
                .batchSize(count(0))
                .plannedSteps(count(0))
                .firstStep(count(1))
                .totalEntropy(maybe(this::estimate))
                .totalEntropyLower(maybe(this::estimate))
                .totalEntropyUpper(maybe(this::estimate))
                .gaussianEntropy(maybe(this::estimate))
                .profile(maybe(() -> one("diffusion-time", "log-snr")), maybe(() -> ascending(2 + random.nextInt(256))))
                .follow(maybe(() -> one("neural", "learned", "loss")));
        return random.nextBoolean()
                ? run.build()
                : run.logSnrRange(-1e3, random.nextDouble()).build();
    }

    private Step step() {
        long number = count(1);
        return Step.of(origin(), number)
                .span((int) Math.min(number, one(1, 32, Step.MAX_SPAN)))
                .samples(count(0))
                .loss(optionalNumber())
                .neuralEntropy(maybe(this::moments))
                .learnedEntropy(maybe(this::moments))
                .profile(maybe(this::profile))
                .learningRate(optionalNumber())
                .gradientNorm(optionalNumber())
                .seconds(amount())
                .energyJoules(amount())
                .gpuMemoryBytes(amount())
                .layerEntropy(maybe(this::numbers))
                .transferEntropy(maybe(this::numbers))
                .build();
    }

    private Steps steps() {
        int size = one(1, 2, 1 + random.nextInt(60));
        Supplier<double[]> column = () -> fill(size, this::optionalNumber);
        Supplier<double[]> amounts = () -> fill(size, this::amount);
        return new Steps(
                origin(),
                1 + random.nextInt(1000),
                size,
                maybe(() -> counts(size, 0)),
                column.get(),
                maybe(() -> moments(size)),
                maybe(() -> moments(size)),
                maybe(() -> profiles(size)),
                maybe(column),
                maybe(column),
                maybe(amounts),
                maybe(amounts),
                maybe(amounts),
                maybe(() -> Map.of("a", column.get(), "x" + text(), column.get())),
                maybe(() -> Map.of("b", column.get())));
    }

    private Steps.Column moments(int size) {
        return new Steps.Column(fill(size, this::number), maybe(() -> fill(size, this::variance)), counts(size, 1));
    }

    private Profile[] profiles(int size) {
        Profile[] profiles = new Profile[size];
        for (int i = 0; i < size; i++) {
            profiles[i] = random.nextInt(8) == 0 ? profile() : null;
        }
        return profiles;
    }

    private Evaluation evaluation() {
        return Evaluation.of(origin(), count(0), one("train", "held-out"))
                .neuralEntropy(maybe(this::moments))
                .learnedEntropy(maybe(this::moments))
                .profile(maybe(this::grid))
                .klBound(optionalNumber())
                .logLikelihood(optionalNumber())
                .transport(maybe(this::numbers))
                .layerEntropy(maybe(this::numbers))
                .transferEntropy(maybe(this::numbers))
                .loss(optionalNumber())
                .scores(maybe(this::scores))
                .build();
    }

    private Map<String, Double> scores() {
        Map<String, Double> scores = new HashMap<>();
        for (int i = random.nextInt(Evaluation.MAX_SCORES + 1); i > 0; i--) {
            scores.put(text(), random.nextGaussian());
        }
        return scores;
    }

    private Evaluation.Grid grid() {
        int size = 1 + random.nextInt(500);
        return new Evaluation.Grid(
                ascending(size),
                fill(size, this::number),
                maybe(() -> fill(size, this::number)),
                maybe(() -> fill(size, this::variance)));
    }

    private Profile profile() {
        int bins = one(1, 16, 64);
        long[] count = counts(bins, 0);
        double[] neural = fill(bins, this::number);
        double[] learned = maybe(() -> fill(bins, this::number));
        for (int i = 0; i < bins; i++) {
            if (count[i] == 0) {
                neural[i] = 0;
                if (learned != null) {
                    learned[i] = 0;
                }
            }
        }
        return new Profile(count, neural, learned);
    }

    private Moments moments() {
        return new Moments(number(), variance(), count(1));
    }

    private EntropyEstimate estimate() {
        return new EntropyEstimate(random.nextGaussian() * 100, variance(), maybe(this::text));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        for (int i = random.nextInt(17); i > 0; i--) {
            labels.put("_k" + i, one("", "v", "é".repeat(128)));
        }
        return labels;
    }

    private Map<String, Double> numbers() {
        Map<String, Double> numbers = new HashMap<>();
        numbers.put("kappa", number());
        for (int i = random.nextInt(5); i > 0; i--) {
            numbers.put("x" + text(), number());
        }
        return numbers;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int length = one(0, 1, random.nextInt(30), 255); length > 0; length--) {
            text.append(one(ALPHABET));
        }
        return text.toString();
    }

    private double[] ascending(int size) {
        double[] numbers = new double[size];
        for (int i = 1; i < size; i++) {
            numbers[i] = numbers[i - 1] + 1e-3 + random.nextDouble();
        }
        return numbers;
    }

    private long[] counts(int size, long least) {
        long[] counts = new long[size];
        for (int i = 0; i < size; i++) {
            counts[i] = count(least);
        }
        return counts;
    }

    private static double[] fill(int size, Supplier<Double> entry) {
        double[] numbers = new double[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = entry.get();
        }
        return numbers;
    }

    private long count(long least) {
        return one(least, 1L, 32L, 4096L, (long) random.nextInt(1_000_000) + 1, JsonIn.MAX_INTEGER);
    }

    private double number() {
        return one(
                0.0,
                -0.0,
                1e-4,
                612.4,
                random.nextGaussian(),
                Double.MAX_VALUE,
                Double.MIN_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY);
    }

    private double optionalNumber() {
        return random.nextInt(3) == 0 ? Absent.NUMBER : number();
    }

    private double variance() {
        return one(0.0, random.nextDouble() * 1e5, Double.NaN, Double.POSITIVE_INFINITY);
    }

    private double amount() {
        return one(Absent.NUMBER, 0.0, 0.017, 8e9, Double.MAX_VALUE);
    }

    private <T> T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    @SafeVarargs
    private <T> T one(T... values) {
        return values[random.nextInt(values.length)];
    }
}
