package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetRequest;
import java.util.List;
import java.util.stream.LongStream;

/** What the runs of all experiments have in common. */
final class Plans {
    /** Steps of an epoch of the paper's mixtures, 8,192 data points in batches of 32; here of all data. */
    static final int STEPS_PER_EPOCH = 256;

    static final int EPOCHS_BETWEEN_EVALUATIONS = 5;

    private static final int EVALUATION_POINTS = 1024;
    private static final long MOST_STEPS_BETWEEN_CHECKPOINTS = 1280;
    private static final long LEAST_STEPS_BETWEEN_CHECKPOINTS = 64;
    /** A killed run loses at most this part of its way, or the most steps between checkpoints. */
    private static final long CHECKPOINTS = 10;

    private Plans() {}

    /** Resumable, in the scope's threads, with the seed for everything random; else the defaults, which are the paper's. */
    static TrainingOptions.Builder options(String run, DataSetRequest data, long seed, int epochs, Scope scope) {
        long steps = steps(epochs);
        long between = Math.max(
                LEAST_STEPS_BETWEEN_CHECKPOINTS, Math.min(MOST_STEPS_BETWEEN_CHECKPOINTS, steps / CHECKPOINTS));
        return TrainingOptions.of(run, data)
                .seed(seed)
                .steps(steps)
                .threads(scope.threads())
                .evaluationInterval(steps(EPOCHS_BETWEEN_EVALUATIONS))
                .evaluationPoints(EVALUATION_POINTS)
                .checkpointDirectory(scope.checkpoints())
                .checkpointInterval(between)
                .resume(true);
    }

    /** The steps after those epochs that a run reaches, and its last. */
    static List<Long> stations(List<Integer> epochs, int last) {
        LongStream before = epochs.stream().filter(epoch -> epoch < last).mapToLong(Plans::steps);
        return LongStream.concat(before, LongStream.of(steps(last))).boxed().toList();
    }

    static long steps(int epochs) {
        return (long) epochs * STEPS_PER_EPOCH;
    }
}
