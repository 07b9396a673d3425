package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.snapshot.Estimate;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A run's history by buckets of steps, as the monitor tells it, oldest first; entropies in nats. NaN is unknown. The arrays are
 * not copied and must not be changed.
 *
 * @param first first step of each bucket
 * @param last last step of each bucket
 * @param steps steps accepted into it
 * @param neural mean S_NN, with its standard error
 * @param learned mean S_lin, with its standard error
 * @param loss mean loss
 */
public record Curve(
        long[] first,
        long[] last,
        long[] steps,
        double[] neural,
        double[] neuralError,
        double[] learned,
        double[] learnedError,
        double[] loss) {
    /** Share of the way by which buckets may lie from a step whose value they tell. */
    static final double REACH = 0.125;

    int size() {
        return first.length;
    }

    /** The middle of a bucket, in steps. */
    double middle(int bucket) {
        return (first[bucket] + last[bucket]) / 2.0;
    }

    /** S_NN at a step. */
    Estimate neuralAt(double step) {
        return at(step, neural, neuralError);
    }

    /** S_lin at a step. */
    Estimate learnedAt(double step) {
        return at(step, learned, learnedError);
    }

    /**
     * A straight line through the buckets within {@link #REACH} of the step, at the step: a mean alone would be late at the end of
     * a curve that rises. Unknown where there are none. The error is the larger of what the buckets' own errors give and what their
     * scatter about the line gives: a network wanders from step to step by more than the noise of measuring it.
     */
    private Estimate at(double step, double[] column, double[] error) {
        int[] near = IntStream.range(0, size())
                .filter(i -> Math.abs(middle(i) - step) <= REACH * step && Double.isFinite(column[i]))
                .toArray();
        if (near.length == 0) {
            return Estimate.UNKNOWN;
        }
        double total = Arrays.stream(near).mapToDouble(i -> steps[i]).sum();
        double mean = sum(near, i -> middle(i)) / total;
        double level = sum(near, i -> column[i]) / total;
        double spread = sum(near, i -> square(middle(i) - mean));
        double slope = spread > 0 ? sum(near, i -> (middle(i) - mean) * (column[i] - level)) / spread : 0;
        double far = spread > 0 ? (step - mean) / spread : 0;
        double own = Arrays.stream(near)
                .mapToDouble(i -> square(steps[i] * (1 / total + far * (middle(i) - mean)) * error[i]))
                .sum();
        double scatter = near.length < 3
                ? 0
                : sum(near, i -> square(column[i] - level - slope * (middle(i) - mean))) / (near.length - 2);
        double variance = Math.max(Double.isNaN(own) ? 0 : own, scatter * (1 / total + far * far * spread));
        return new Estimate(level + slope * (step - mean), variance > 0 ? Math.sqrt(variance) : Double.NaN);
    }

    /** Over some buckets, each as often as it has steps. */
    private double sum(int[] buckets, IntToDoubleFunction value) {
        return Arrays.stream(buckets)
                .mapToDouble(i -> steps[i] * value.applyAsDouble(i))
                .sum();
    }

    private static double square(double x) {
        return x * x;
    }

    /** The same in coarser buckets: as many neighbours in one as are given, the last perhaps fewer. */
    Curve thinned(int neighbours) {
        int count = (size() + neighbours - 1) / neighbours;
        long[] starts = new long[count];
        long[] ends = new long[count];
        long[] sums = new long[count];
        for (int i = 0; i < count; i++) {
            int from = i * neighbours;
            int to = Math.min(size(), from + neighbours);
            starts[i] = first[from];
            ends[i] = last[to - 1];
            sums[i] = Arrays.stream(steps, from, to).sum();
        }
        return new Curve(
                starts,
                ends,
                sums,
                mean(neural, neighbours, count),
                error(neuralError, neighbours, count),
                mean(learned, neighbours, count),
                error(learnedError, neighbours, count),
                mean(loss, neighbours, count));
    }

    private double[] mean(double[] column, int neighbours, int count) {
        double[] means = new double[count];
        for (int i = 0; i < count; i++) {
            double sum = 0;
            double weights = 0;
            for (int j = i * neighbours; j < Math.min(size(), (i + 1) * neighbours); j++) {
                sum += steps[j] * column[j];
                weights += steps[j];
            }
            means[i] = sum / weights;
        }
        return means;
    }

    private double[] error(double[] column, int neighbours, int count) {
        double[] errors = new double[count];
        for (int i = 0; i < count; i++) {
            double sum = 0;
            double weights = 0;
            for (int j = i * neighbours; j < Math.min(size(), (i + 1) * neighbours); j++) {
                sum += steps[j] * column[j] * steps[j] * column[j];
                weights += steps[j];
            }
            errors[i] = Math.sqrt(sum) / weights;
        }
        return errors;
    }
}
