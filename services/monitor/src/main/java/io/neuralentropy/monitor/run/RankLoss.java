package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Contribution;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.Quantity;
import java.nio.ByteBuffer;

/**
 * The loss of one rank over its last {@value #BUCKETS} buckets of the recent window: with that of its highest step, 97 to 128
 * steps. A function of the set of its accepted steps.
 */
final class RankLoss {
    static final int BUCKETS = 4;

    // one row per bucket, oldest first
    private final long[] keys = new long[BUCKETS];
    private final long[] steps = new long[BUCKETS];
    private final double[] weights = new double[BUCKETS];
    private final double[] sums = new double[BUCKETS];
    private final double[] spreads = new double[BUCKETS];
    private int size;

    /** Takes what counts of an event; weights are those of {@link Bucket}. */
    void add(Contribution contribution) {
        Step step = contribution.step();
        int i = row(Grid.WINDOW.first(step.step()));
        if (i < 0) {
            return;
        }
        steps[i] += contribution.newSteps();
        if (Absent.isPresent(step.loss())) {
            double weight = contribution.weight();
            double before = weights[i] == 0 ? step.loss() : sums[i] / weights[i];
            weights[i] += weight;
            sums[i] += weight * step.loss();
            spreads[i] += weight * (step.loss() - before) * (step.loss() - sums[i] / weights[i]);
        }
    }

    /** Takes a bucket of the window in which no other rank has steps. */
    void add(long key, Bucket bucket) {
        int i = row(key);
        if (i >= 0) {
            steps[i] += bucket.steps();
            weights[i] += bucket.weight(Quantity.LOSS);
            sums[i] += bucket.sum(Quantity.LOSS);
            spreads[i] += bucket.spread(Quantity.LOSS);
        }
    }

    /** The row of a bucket, made where absent; -1 where the bucket is too old. */
    private int row(long key) {
        if (size > 0 && key < oldestKept(keys[size - 1])) {
            return -1;
        }
        int i = size;
        while (i > 0 && keys[i - 1] > key) {
            i--;
        }
        if (i > 0 && keys[i - 1] == key) {
            return i - 1;
        }
        if (i == size) {
            i -= dropBefore(oldestKept(key));
        }
        move(i, i + 1, size - i);
        set(i, key, 0, 0, 0, 0);
        size++;
        return i;
    }

    private static long oldestKept(long newest) {
        return newest - (BUCKETS - 1L) * Grid.WINDOW.width();
    }

    /** Returns how many rows it drops. */
    private int dropBefore(long key) {
        int old = 0;
        while (old < size && keys[old] < key) {
            old++;
        }
        move(old, 0, size - old);
        size -= old;
        return old;
    }

    private void move(int from, int to, int count) {
        System.arraycopy(keys, from, keys, to, count);
        System.arraycopy(steps, from, steps, to, count);
        System.arraycopy(weights, from, weights, to, count);
        System.arraycopy(sums, from, sums, to, count);
        System.arraycopy(spreads, from, spreads, to, count);
    }

    private void set(int i, long key, long count, double weight, double sum, double spread) {
        keys[i] = key;
        steps[i] = count;
        weights[i] = weight;
        sums[i] = sum;
        spreads[i] = spread;
    }

    /** Mean loss; NaN where none was sent. */
    double mean() {
        return total(sums) / total(weights);
    }

    /** Standard deviation of a step's loss within its bucket. */
    double deviation() {
        return Math.sqrt(total(spreads) / total(weights));
    }

    /** Steps behind the mean. */
    long steps() {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += steps[i];
        }
        return total;
    }

    private double total(double[] column) {
        double total = 0;
        for (int i = 0; i < size; i++) {
            total += column[i];
        }
        return total;
    }

    /** Fixed layout, big-endian; {@link #read} is its inverse. */
    byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(size * (2 * Long.BYTES + 3 * Double.BYTES));
        for (int i = 0; i < size; i++) {
            out.putLong(keys[i]).putLong(steps[i]);
            out.putDouble(weights[i]).putDouble(sums[i]).putDouble(spreads[i]);
        }
        return out.array();
    }

    static RankLoss read(ByteBuffer in) {
        RankLoss loss = new RankLoss();
        while (in.hasRemaining()) {
            loss.set(loss.size++, in.getLong(), in.getLong(), in.getDouble(), in.getDouble(), in.getDouble());
        }
        return loss;
    }
}
