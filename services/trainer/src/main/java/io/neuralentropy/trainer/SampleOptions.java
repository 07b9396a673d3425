package io.neuralentropy.trainer;

import java.nio.file.Path;

/**
 * Samples that a training writes now and then: {@code RUN.STEP.png} where the data are images, else {@code RUN.STEP.csv}.
 *
 * @param directory null: none are written
 * @param interval steps between them, once more at the end; at least 1
 * @param count samples, at least 1
 * @param steps of the flow that makes them, at least 1; each is two forward passes
 */
public record SampleOptions(Path directory, long interval, int count, int steps) {
    private static final int MOST = 1 << 16;

    /** None. */
    public static final SampleOptions NONE = new SampleOptions(null, 5000, 64, 50);

    /** @throws TrainingException when a number is out of its range */
    public SampleOptions {
        require(interval >= 1, "sample interval must be at least 1, not " + interval);
        require(count >= 1 && count <= MOST, "samples must be 1 to " + MOST + ", not " + count);
        require(steps >= 1, "sample steps must be at least 1, not " + steps);
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new TrainingException(message);
        }
    }
}
