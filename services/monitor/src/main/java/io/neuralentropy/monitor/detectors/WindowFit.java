package io.neuralentropy.monitor.detectors;

/**
 * Line through the bucket means of a window on ln(step), robust and with the long-run variance of the residuals.
 *
 * <p>Level L, slope b = dS/d ln t by weighted least squares; residuals clipped once at clip · 1.4826 · median(|r|√n) / √n, then
 * fitted again. Variance v per unit of weight: the largest of the batch-means variances Σ n_g r̄_g² / (B_g − 2) over g = 1, 2, 4
 * adjacent buckets, which takes in autocorrelation, heavy tails and clustered samples. Source: the method of batch means (Law, Simulation Modeling and Analysis §9.5).
 */
final class WindowFit {
    private static final int MIN_BATCHES = 6;

    private final double clip;
    private double[] centred = new double[64];
    private double[] fitted = new double[64];
    private double[] residual = new double[64];
    private double[] scratch = new double[64];

    /** First step of the window's first bucket. */
    long firstStep;
    /** L, in the unit of the means. */
    double level;
    /** b. */
    double slope;
    /** √v: per unit of weight. */
    double deviation;

    double slopeError;
    double levelError;
    int degrees;

    WindowFit(double clip) {
        this.clip = clip;
    }

    /** Fits buckets [from, to) of the series. */
    void fit(BucketSeries series, int from, int to) {
        int size = to - from;
        ensure(size);
        firstStep = series.first[from];
        degrees = size - 2;
        double weights = series.weight(from, to);
        double meanX = 0;
        for (int i = from; i < to; i++) {
            meanX += series.weight[i] / weights * series.x[i];
        }
        double xx = 0;
        for (int i = 0; i < size; i++) {
            centred[i] = series.x[from + i] - meanX;
            xx += series.weight[from + i] * centred[i] * centred[i];
        }
        System.arraycopy(series.mean, from, scratch, 0, size);
        line(series, from, size, weights, xx);
        clipTowardsTheLine(series, from, size);
        line(series, from, size, weights, xx);
        for (int i = 0; i < size; i++) {
            residual[i] = scratch[i] - fitted[i];
        }
        double variance = longRunVariance(series, from, size);
        deviation = Math.sqrt(variance);
        slopeError = Math.sqrt(variance / xx);
        levelError = Math.sqrt(variance / weights);
    }

    private void line(BucketSeries series, int from, int size, double weights, double xx) {
        double sum = 0;
        double xy = 0;
        for (int i = 0; i < size; i++) {
            double n = series.weight[from + i];
            sum += n / weights * scratch[i];
            xy += n * centred[i] * scratch[i];
        }
        level = sum;
        slope = xy / xx;
        for (int i = 0; i < size; i++) {
            fitted[i] = level + slope * centred[i];
        }
    }

    private void clipTowardsTheLine(BucketSeries series, int from, int size) {
        for (int i = 0; i < size; i++) {
            residual[i] = Math.abs(scratch[i] - fitted[i]) * Math.sqrt(series.weight[from + i]);
        }
        double deviations = clip * BucketSeries.MAD_TO_DEVIATION * Medians.of(residual, size);
        for (int i = 0; i < size; i++) {
            double limit = deviations / Math.sqrt(series.weight[from + i]);
            double r = scratch[i] - fitted[i];
            scratch[i] = fitted[i] + Math.max(-limit, Math.min(limit, r));
        }
    }

    private double longRunVariance(BucketSeries series, int from, int size) {
        double largest = batchVariance(series, from, size, 1);
        for (int batch = 2; batch <= 4 && size / batch >= MIN_BATCHES; batch *= 2) {
            largest = Math.max(largest, batchVariance(series, from, size, batch));
        }
        return largest;
    }

    /** Batches end at the newest bucket; what does not fill one at the old end is left out. */
    private double batchVariance(BucketSeries series, int from, int size, int batch) {
        int batches = size / batch;
        double sum = 0;
        for (int i = size - batches * batch; i < size; i += batch) {
            double n = 0;
            double nr = 0;
            for (int j = i; j < i + batch; j++) {
                n += series.weight[from + j];
                nr += series.weight[from + j] * residual[j];
            }
            sum += nr * nr / n;
        }
        return sum / (batches - 2);
    }

    private void ensure(int size) {
        if (size > centred.length) {
            int capacity = Math.max(size, 2 * centred.length);
            centred = new double[capacity];
            fitted = new double[capacity];
            residual = new double[capacity];
            scratch = new double[capacity];
        }
    }
}
