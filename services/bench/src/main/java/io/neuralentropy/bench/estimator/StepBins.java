package io.neuralentropy.bench.estimator;

import io.neuralentropy.trainer.science.EntropyRange;

/**
 * What the trainer did before: the integral through the bins of a single batch, trapezoidal, flat at the ends. It is biased where throws
 * are few beside the bins.
 */
final class StepBins {
    private static final int BINS = 48;

    private StepBins() {}

    /**
     * The integral.
     *
     * @param logSnr of the throws; those outside the range do not count
     * @param rate of the throws
     */
    static double integral(EntropyRange range, double[] logSnr, double[] rate) {
        int[] count = new int[BINS];
        double[] place = new double[BINS];
        double[] level = new double[BINS];
        for (int i = 0; i < logSnr.length; i++) {
            if (logSnr[i] >= range.low() && logSnr[i] <= range.high()) {
                int bin = Math.min(BINS - 1, (int) ((logSnr[i] - range.low()) / range.length() * BINS));
                count[bin]++;
                place[bin] += logSnr[i];
                level[bin] += rate[i];
            }
        }
        double sum = 0;
        double from = range.low();
        double before = Double.NaN;
        for (int b = 0; b < BINS; b++) {
            if (count[b] > 0) {
                double at = place[b] / count[b];
                double mean = level[b] / count[b];
                sum += (Double.isNaN(before) ? mean : (before + mean) / 2) * (at - from);
                from = at;
                before = mean;
            }
        }
        return Double.isNaN(before) ? 0 : sum + before * (range.high() - from);
    }
}
