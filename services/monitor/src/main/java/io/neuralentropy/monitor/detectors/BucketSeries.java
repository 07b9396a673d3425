package io.neuralentropy.monitor.detectors;

import java.util.Arrays;

/** What the rule sees of a run: its closed buckets in order of their steps. Filled anew at each look; not thread-safe. */
public final class BucketSeries {
    /** Standard deviation over median absolute deviation of normal noise. */
    static final double MAD_TO_DEVIATION = 1.4826;

    long[] first = new long[64];
    double[] step = new double[64];
    double[] x = new double[64];
    double[] weight = new double[64];
    double[] mean = new double[64];
    double[] deviation = new double[64];
    int size;

    // of a loss: what it was at first; the means are what it has come down since
    private double start = Double.NaN;

    /** Of an entropy. */
    public BucketSeries() {}

    /** Of a loss, which was {@code start} at first: its buckets hold how far it has come down since. */
    public static BucketSeries comingDownFrom(double start) {
        BucketSeries series = new BucketSeries();
        series.start = start;
        return series;
    }

    /** Whether it is that of a loss. */
    boolean isLoss() {
        return !Double.isNaN(start);
    }

    /** The number that people know for a level: the entropy, or the loss. */
    double shown(double level) {
        return isLoss() ? start - level : level;
    }

    /**
     * What a gain is measured by: the entropy; of a loss the smaller of how far it has come down and the absolute value of what is left,
     * since a loss of 3 that falls by a tenth has learned much, though it began at 11.
     */
    double scale(double level) {
        return isLoss() ? Math.min(level, Math.abs(start - level)) : level;
    }

    /** First step of the newest bucket; 0 of none. */
    long newestFirst() {
        return size == 0 ? 0 : first[size - 1];
    }

    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    /**
     * Appends a bucket.
     *
     * @param firstStep first step of its grid cell
     * @param meanStep mean number of the steps in it: the bucket's middle where all of them are there
     * @param count data points (or steps) behind its mean; any unit, the same for all buckets
     * @param value its mean; buckets without a finite one are left out by the caller
     * @param spread standard deviation of the events in it; NaN where a single one or equal ones leave it unknown
     */
    public void add(long firstStep, double meanStep, double count, double value, double spread) {
        if (size == first.length) {
            grow();
        }
        first[size] = firstStep;
        step[size] = meanStep;
        x[size] = Math.log(meanStep);
        weight[size] = count;
        mean[size] = value;
        deviation[size] = spread;
        size++;
    }

    private void grow() {
        first = Arrays.copyOf(first, 2 * size);
        step = Arrays.copyOf(step, 2 * size);
        x = Arrays.copyOf(x, 2 * size);
        weight = Arrays.copyOf(weight, 2 * size);
        mean = Arrays.copyOf(mean, 2 * size);
        deviation = Arrays.copyOf(deviation, 2 * size);
    }

    /** Index of the first bucket that starts at {@code bound} or later; {@link #size} if none does. */
    int indexFrom(double bound) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (first[middle] < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Standard deviation of an event, from the buckets with indices in [from, to): the median of their own; where most of them hold a
     * single event, from the steps between neighbouring means; where these are all equal, as large as the level.
     */
    double noise(int from, int to) {
        double[] known =
                Arrays.stream(deviation, from, to).filter(d -> !Double.isNaN(d)).toArray();
        if (2 * known.length > to - from) {
            return Medians.of(known, known.length);
        }
        double[] steps = new double[Math.max(0, to - from - 1)];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = Math.abs(mean[from + i + 1] - mean[from + i]);
        }
        double between = steps.length == 0 ? 0 : MAD_TO_DEVIATION / Math.sqrt(2) * Medians.of(steps, steps.length);
        return between > 0 ? between : Math.abs(median(from, to));
    }

    /** Median of the bucket means with indices in [from, to). */
    double median(int from, int to) {
        return Medians.of(Arrays.copyOfRange(mean, from, to), to - from);
    }

    /** Sum of the weights with indices in [from, to). */
    double weight(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += weight[i];
        }
        return sum;
    }
}
