package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetRequest;

/** What the runs of all experiments have in common. */
final class Plans {
    static final int EPOCHS_BETWEEN_EVALUATIONS = 5;

    private static final int EVALUATION_POINTS = 1024;
    private static final long MOST_STEPS_BETWEEN_CHECKPOINTS = 1280;
    private static final long LEAST_STEPS_BETWEEN_CHECKPOINTS = 64;
    /** A killed run loses at most this part of its way, or the most steps between checkpoints. */
    private static final long CHECKPOINTS = 10;

    private Plans() {}

    /** Resumable, in the scope's threads, with the seed for everything random; else the defaults, which are the paper's. */
    static TrainingOptions.Builder options(String run, DataSetRequest data, long seed, long steps, Scope scope) {
        long between = Math.max(
                LEAST_STEPS_BETWEEN_CHECKPOINTS, Math.min(MOST_STEPS_BETWEEN_CHECKPOINTS, steps / CHECKPOINTS));
        return TrainingOptions.of(run, data)
                .seed(seed)
                .steps(steps)
                .threads(scope.threads())
                .evaluationPoints(EVALUATION_POINTS)
                .checkpointDirectory(scope.checkpoints())
                .checkpointInterval(between)
                .resume(true);
    }
}
