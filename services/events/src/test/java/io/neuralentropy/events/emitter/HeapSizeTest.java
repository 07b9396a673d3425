package io.neuralentropy.events.emitter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.EntropyEstimate;
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
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The estimate against what the events really take of the heap. */
class HeapSizeTest {
    private static final int BYTES = 8 << 20;

    /** Makes an event that shares nothing with another one. */
    interface Source {
        Event event(int number);
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind("checkpoint", i -> new Checkpoint(origin(i), i)),
                kind("run.paused", i -> new RunPaused(origin(i), "é" + i, i, i)),
                kind("run.finished", i -> new RunFinished(origin(i), RunFinished.Status.FAILED, "é" + i, i)),
                kind("step", i -> Step.of(origin(i), i).loss(1).build()),
                kind("step, all of it", HeapSizeTest::fullStep),
                kind("steps", i -> steps(i, 16)),
                kind("steps, many", i -> steps(i, 1024)),
                kind("evaluation", HeapSizeTest::evaluation),
                kind("run.started", i -> RunStarted.of(origin(i)).build()),
                kind("run.started, all of it", HeapSizeTest::fullStart));
    }

    private static Arguments kind(String name, Source source) {
        return Arguments.of(name, source);
    }

    private static Origin origin(int number) {
        return new Origin("run-" + number, 0, 0, number);
    }

    private static Map<String, Double> numbers(int number) {
        Map<String, Double> numbers = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            numbers.put("layer-" + number + "-" + i, number + i + 0.5);
        }
        return numbers;
    }

    private static Profile profile(int bins) {
        return new Profile(new long[bins], new double[bins], new double[bins]);
    }

    private static Event fullStep(int number) {
        return Step.of(origin(number), number)
                .loss(1)
                .neuralEntropy(new Moments(1, 2, 3))
                .learnedEntropy(new Moments(1, 2, 3))
                .profile(profile(48))
                .layerEntropy(numbers(number))
                .transferEntropy(numbers(number))
                .build();
    }

    private static Event steps(int number, int size) {
        Profile[] profiles = new Profile[size];
        profiles[0] = profile(7);
        return new Steps(
                origin(number),
                1,
                size,
                new long[size],
                new double[size],
                new Steps.Column(new double[size], null, new long[size]),
                new Steps.Column(new double[size], new double[size], new long[size]),
                profiles,
                null,
                new double[size],
                new double[size],
                null,
                null,
                Map.of("layer-" + number, new double[size]),
                Map.of());
    }

    private static Event evaluation(int number) {
        return Evaluation.of(origin(number), number, "held-out")
                .neuralEntropy(new Moments(1, 2, 3))
                .profile(new Evaluation.Grid(new double[33], new double[33], new double[33], null))
                .klBound(1)
                .logLikelihood(2)
                .transport(numbers(number))
                .transferEntropy(numbers(number))
                .loss(3)
                .scores(numbers(number))
                .build();
    }

    private static Event fullStart(int number) {
        return RunStarted.of(origin(number))
                .name("the name of run " + number)
                .group("group " + number)
                .labels(Map.of("host", "a" + number, "队列", "长" + number))
                .process(new RunStarted.Process("vpx" + number, Map.of("kappa", 1.0 + number)))
                .dataset(new RunStarted.Dataset("mixture" + number, 100))
                .totalEntropy(new EntropyEstimate(1, 2, "analytic" + number))
                .gaussianEntropy(new EntropyEstimate(1, 2, null))
                .profile("log-snr", new double[49])
                .build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void isAtLeastWhatTheEventTakesAndNotMuchMore(String name, Source source) {
        long estimated = HeapSize.of(source.event(1_000_000));
        Event[] kept = new Event[(int) (BYTES / estimated)];
        long before = UsedHeap.bytes();
        for (int i = 0; i < kept.length; i++) {
            kept[i] = source.event(i + 1_000_000);
        }
        double taken = (double) (UsedHeap.bytes() - before) / kept.length;
        assertTrue(kept[kept.length - 1] != null && taken < 1.03 * estimated, taken + " of " + estimated + " bytes");
        assertTrue(taken > 0.5 * estimated, taken + " of " + estimated + " bytes");
    }

    @Test
    void neverThrows() {
        HeapSize.of(new Checkpoint(null, 1));
        HeapSize.of(new Steps(
                null,
                1,
                1,
                null,
                null,
                new Steps.Column(null, null, null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
        HeapSize.of(Evaluation.of(null, 1, null)
                .profile(new Evaluation.Grid(null, null, null, null))
                .build());
        HeapSize.of(RunStarted.of(null)
                .process(new RunStarted.Process(null, null))
                .dataset(new RunStarted.Dataset(null, 0))
                .totalEntropy(new EntropyEstimate(0, 0, null))
                .build());
    }
}
