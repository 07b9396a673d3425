package io.neuralentropy.events.emitter;

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
import java.util.Map;

/**
 * The heap that an event occupies, from its type and the lengths of its arrays and texts; nothing is encoded.
 *
 * <p>An upper bound: references count as 8 bytes, as on a heap without compressed references, and parts that events share
 * (the run's id, the names of layers) count in each. With compressed references a step with a profile takes up to 25 % less.
 * Costs some nanoseconds, and as many more as there are maps' entries or profiles in the event.
 */
final class HeapSize {
    private static final int HEADER = 16;
    private static final int REFERENCE = 8;
    private static final int NUMBER = 8;

    private static final int STEP = HEADER + 6 * REFERENCE + 8 * NUMBER + NUMBER;
    private static final int STEPS = HEADER + 13 * REFERENCE + 2 * NUMBER;
    private static final int EVALUATION = HEADER + 9 * REFERENCE + 4 * NUMBER;
    private static final int RUN_STARTED = HEADER + 16 * REFERENCE + 7 * NUMBER;
    private static final int SMALL_EVENT = HEADER + 3 * REFERENCE + NUMBER;
    private static final int ORIGIN = HEADER + REFERENCE + 2 * NUMBER;
    private static final int MOMENTS = HEADER + 3 * NUMBER;
    private static final int ESTIMATE = HEADER + 2 * NUMBER + REFERENCE;
    private static final int COLUMNS = HEADER + 3 * REFERENCE;
    private static final int GRID = HEADER + 4 * REFERENCE;
    private static final int BOXED = HEADER + NUMBER;
    private static final int TEXT = HEADER + REFERENCE + NUMBER;
    /** An immutable map is one table of twice as many places as it has keys and values. */
    private static final int MAP = HEADER + 2 * NUMBER + HEADER + NUMBER;

    private static final int MAP_ENTRY = 4 * REFERENCE;

    private HeapSize() {}

    /** Bytes, header to last array. */
    static long of(Event event) {
        long common = origin(event.origin());
        if (event instanceof Step step) {
            return common + of(step);
        }
        if (event instanceof Steps steps) {
            return common + of(steps);
        }
        if (event instanceof Evaluation evaluation) {
            return common + of(evaluation);
        }
        if (event instanceof RunStarted started) {
            return common + of(started);
        }
        if (event instanceof RunPaused paused) {
            return common + SMALL_EVENT + NUMBER + text(paused.reason());
        }
        String reason = event instanceof RunFinished finished ? finished.reason() : null;
        return common + SMALL_EVENT + text(reason);
    }

    private static long of(Step step) {
        return STEP
                + moments(step.neuralEntropy())
                + moments(step.learnedEntropy())
                + profile(step.profile())
                + numbers(step.layerEntropy())
                + numbers(step.transferEntropy());
    }

    private static long of(Steps steps) {
        return STEPS
                + array(steps.samples())
                + array(steps.loss())
                + column(steps.neuralEntropy())
                + column(steps.learnedEntropy())
                + profiles(steps.profile())
                + array(steps.learningRate())
                + array(steps.gradientNorm())
                + array(steps.seconds())
                + array(steps.energyJoules())
                + array(steps.gpuMemoryBytes())
                + columns(steps.layerEntropy())
                + columns(steps.transferEntropy());
    }

    private static long of(Evaluation evaluation) {
        return EVALUATION
                + text(evaluation.split())
                + moments(evaluation.neuralEntropy())
                + moments(evaluation.learnedEntropy())
                + grid(evaluation.profile())
                + numbers(evaluation.transport())
                + numbers(evaluation.layerEntropy())
                + numbers(evaluation.transferEntropy())
                + numbers(evaluation.scores());
    }

    private static long of(RunStarted started) {
        return RUN_STARTED
                + text(started.name())
                + text(started.group())
                + texts(started.labels())
                + text(started.model())
                + text(started.objective())
                + process(started.process())
                + dataset(started.dataset())
                + estimate(started.totalEntropy())
                + estimate(started.totalEntropyLower())
                + estimate(started.totalEntropyUpper())
                + estimate(started.gaussianEntropy())
                + array(started.profileEdges())
                + text(started.profileAxis())
                + text(started.follow());
    }

    private static long origin(Origin origin) {
        return origin == null ? 0 : ORIGIN + text(origin.run());
    }

    private static long moments(Moments moments) {
        return moments == null ? 0 : MOMENTS;
    }

    private static long estimate(EntropyEstimate estimate) {
        return estimate == null ? 0 : ESTIMATE + text(estimate.method());
    }

    private static long process(RunStarted.Process process) {
        return process == null ? 0 : HEADER + 2 * REFERENCE + text(process.name()) + numbers(process.numbers());
    }

    private static long dataset(RunStarted.Dataset dataset) {
        return dataset == null ? 0 : HEADER + REFERENCE + NUMBER + text(dataset.name());
    }

    private static long grid(Evaluation.Grid grid) {
        return grid == null
                ? 0
                : GRID + array(grid.at()) + array(grid.neural()) + array(grid.learned()) + array(grid.standardError());
    }

    private static long column(Steps.Column column) {
        return column == null ? 0 : COLUMNS + array(column.mean()) + array(column.variance()) + array(column.count());
    }

    private static long profile(Profile profile) {
        return profile == null
                ? 0
                : COLUMNS + array(profile.count()) + array(profile.neural()) + array(profile.learned());
    }

    private static long profiles(Profile[] profiles) {
        if (profiles == null) {
            return 0;
        }
        long bytes = array(profiles.length);
        for (Profile profile : profiles) {
            bytes += profile(profile);
        }
        return bytes;
    }

    private static long numbers(Map<String, Double> map) {
        long bytes = map.isEmpty() ? 0 : MAP;
        for (String name : map.keySet()) {
            bytes += MAP_ENTRY + text(name) + BOXED;
        }
        return bytes;
    }

    private static long texts(Map<String, String> map) {
        long bytes = map.isEmpty() ? 0 : MAP;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            bytes += MAP_ENTRY + text(entry.getKey()) + text(entry.getValue());
        }
        return bytes;
    }

    private static long columns(Map<String, double[]> map) {
        long bytes = map.isEmpty() ? 0 : MAP;
        for (Map.Entry<String, double[]> entry : map.entrySet()) {
            bytes += MAP_ENTRY + text(entry.getKey()) + array(entry.getValue());
        }
        return bytes;
    }

    /** Two bytes a character: what a text takes that is not Latin. */
    private static long text(String text) {
        return text == null ? 0 : TEXT + array((text.length() + 3) / 4);
    }

    private static long array(double[] array) {
        return array == null ? 0 : array(array.length);
    }

    private static long array(long[] array) {
        return array == null ? 0 : array(array.length);
    }

    private static long array(int length) {
        return HEADER + NUMBER + (long) NUMBER * length;
    }
}
