package io.neuralentropy.trainer.science;

import io.neuralentropy.events.Moments;

/** Mean and unbiased variance of a plain sample. */
final class SampleMoments {
    private SampleMoments() {}

    /**
     * Moments of the first {@code count} values; the variance of a single one is unknown. Values that are not finite make
     * mean and variance so: they are data of a run that has diverged.
     *
     * @throws IllegalStateException when there are none
     */
    static Moments of(double[] values, int count) {
        if (count == 0) {
            throw new IllegalStateException("nothing was added");
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        double mean = sum / count;
        if (count == 1) {
            return Moments.ofMean(mean, 1);
        }
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return new Moments(mean, squares / (count - 1), count);
    }
}
