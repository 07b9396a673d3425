package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.detectors.BucketSeries;
import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.Quantity;
import java.util.Arrays;

/** The history's buckets merged into those of the detectors, of one quantity; kept from closing to closing. */
final class VerdictBuckets {
    /** What a bucket takes on the heap. */
    static final int HEAP_BYTES = Long.BYTES + 4 * Double.BYTES;

    /** Steps whose loss is what it has come down from. */
    private static final int START_STEPS = 32;

    private final Quantity quantity;
    private long[] first = new long[64];
    private double[] weight = new double[64];
    private double[] sum = new double[64];
    private double[] stepSum = new double[64];
    private double[] spread = new double[64];
    private int size;

    /** @param quantity whose means are wanted */
    VerdictBuckets(Quantity quantity) {
        this.quantity = quantity;
    }

    Quantity quantity() {
        return quantity;
    }

    int size() {
        return size;
    }

    /** Forgets the buckets that begin at {@code step} or later. */
    void forgetFrom(long step) {
        while (size > 0 && first[size - 1] >= step) {
            size--;
        }
    }

    /** Takes the next bucket of the history, in ascending order. */
    void take(long key, Bucket bucket) {
        double n = bucket.weight(quantity);
        if (n > 0) {
            int i = last(Grid.VERDICTS.first(key));
            double apart = weight[i] == 0 ? 0 : bucket.mean(quantity) - sum[i] / weight[i];
            spread[i] += bucket.spread(quantity) + apart * apart * (weight[i] * n / (weight[i] + n));
            weight[i] += n;
            sum[i] += bucket.sum(quantity);
            stepSum[i] += n * bucket.meanStep(quantity);
        }
    }

    /** The last bucket, which is that of {@code cell}: made where it is not there yet. */
    private int last(long cell) {
        if (size == 0 || first[size - 1] != cell) {
            if (size == first.length) {
                grow();
            }
            first[size] = cell;
            weight[size] = 0;
            sum[size] = 0;
            stepSum[size] = 0;
            spread[size] = 0;
            size++;
        }
        return size - 1;
    }

    private void grow() {
        first = Arrays.copyOf(first, 2 * size);
        weight = Arrays.copyOf(weight, 2 * size);
        sum = Arrays.copyOf(sum, 2 * size);
        stepSum = Arrays.copyOf(stepSum, 2 * size);
        spread = Arrays.copyOf(spread, 2 * size);
    }

    /** For the detectors. A bucket whose mean is not finite says nothing; the noise of one without scatter is unknown. */
    BucketSeries series() {
        BucketSeries series = new BucketSeries();
        fill(series, 0, 1);
        return series;
    }

    /** How far a loss has come down, for the detectors. */
    BucketSeries comingDown() {
        double start = start();
        BucketSeries series = BucketSeries.comingDownFrom(start);
        fill(series, start, -1);
        return series;
    }

    /** Mean over the first {@value #START_STEPS} steps; where nothing is said of them, of the first bucket that says something. */
    private double start() {
        double weights = 0;
        double total = 0;
        for (int i = 0; i < size && (first[i] <= START_STEPS || weights == 0); i++) {
            if (Double.isFinite(sum[i])) {
                weights += weight[i];
                total += sum[i];
            }
        }
        return total / weights;
    }

    private void fill(BucketSeries series, double offset, double sign) {
        for (int i = 0; i < size; i++) {
            double mean = sum[i] / weight[i];
            if (Double.isFinite(mean)) {
                double deviation = spread[i] > 0 ? Math.sqrt(spread[i] / weight[i]) : Double.NaN;
                series.add(first[i], stepSum[i] / weight[i], weight[i], offset + sign * mean, deviation);
            }
        }
    }
}
