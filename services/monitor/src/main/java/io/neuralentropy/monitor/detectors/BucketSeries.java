package io.neuralentropy.monitor.detectors;

import java.util.Arrays;

/** What the rule sees of a run: its closed buckets in order of their steps. Filled anew at each look; not thread-safe. */
public final class BucketSeries {
    long[] first = new long[64];
    double[] step = new double[64];
    double[] x = new double[64];
    double[] weight = new double[64];
    double[] mean = new double[64];
    double[] deviation = new double[64];
    int size;

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
     * @param spread standard deviation of the events in it
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

    /** Median of the standard deviations with indices in [from, to). */
    double medianDeviation(int from, int to) {
        return Medians.of(Arrays.copyOfRange(deviation, from, to), to - from);
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
