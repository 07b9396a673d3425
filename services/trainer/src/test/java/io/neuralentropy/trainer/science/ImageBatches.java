package io.neuralentropy.trainer.science;

import java.util.SplittableRandom;

/** Batches of {@link PowerLawImages} with one throw an image, as a training loop hands them to an estimator. */
final class ImageBatches {
    private final PowerLawImages images;
    private final DiffusionProcess process;
    private final TimeLaw timeLaw;
    private final SplittableRandom random;
    private final double[] times;
    private final double total;
    private final BatchEntropies estimator;

    ImageBatches(PowerLawImages images, String process, TimeLaw timeLaw, int batch, long seed) {
        this.images = images;
        this.process = DiffusionProcess.named(process);
        this.timeLaw = timeLaw;
        this.random = new SplittableRandom(seed);
        this.times = new double[batch];
        EntropySettings settings = EntropySettings.of(Estimator.BINS, this.process, Objective.NOISE_PREDICTION, false);
        this.total = images.total(settings.range());
        this.estimator = settings.forBatches(this.process, timeLaw, batch, 1, 1, 1);
    }

    /** S_tot, exactly. */
    double total() {
        return total;
    }

    BatchEntropies estimator() {
        return estimator;
    }

    /** Draws the next batch for a network whose d is a times the ideal one; the estimator has not remembered it yet. */
    void next(double a) {
        estimator.reset();
        timeLaw.draw(process, random, times);
        for (int i = 0; i < times.length; i++) {
            double[] moments = images.draw(process, times[i], a, random);
            estimator.add(i, times[i], moments[0], moments[1], null);
        }
    }
}
