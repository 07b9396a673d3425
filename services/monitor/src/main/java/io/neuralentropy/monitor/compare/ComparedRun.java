package io.neuralentropy.monitor.compare;

import java.util.Objects;

/**
 * One run of a comparison: its curve by columns, NaN where unknown, one entry per bucket of steps, oldest first.
 *
 * @param run id
 * @param first first step of each bucket
 * @param last last step of each bucket
 * @param samples data points trained on up to the end of each bucket
 * @param seconds training time up to the end of each bucket
 * @param neural S_NN of each bucket, nats
 * @param learned S_lin of each bucket, nats
 * @param loss of each bucket
 * @param total S_tot, nats; NaN where unknown
 */
public record ComparedRun(
        String run,
        double[] first,
        double[] last,
        double[] samples,
        double[] seconds,
        double[] neural,
        double[] learned,
        double[] loss,
        double total) {

    public ComparedRun {
        Objects.requireNonNull(run, "run");
        for (double[] column : new double[][] {first, samples, seconds, neural, learned, loss}) {
            if (column.length != last.length) {
                throw new IllegalArgumentException("columns of different lengths: " + run);
            }
        }
    }

    int size() {
        return last.length;
    }

    /** The end of the run along an axis; NaN where unknown or before the first step. */
    double end(Axis axis) {
        return size() == 0 ? Double.NaN : ends(axis)[size() - 1];
    }

    /** Where bucket i ends along an axis. */
    double end(Axis axis, int i) {
        return ends(axis)[i];
    }

    /** Where bucket i begins along an axis: steps that never came belong to no bucket. */
    double begin(Axis axis, int i) {
        if (axis == Axis.STEPS) {
            return first[i] - 1;
        }
        return i == 0 ? 0 : ends(axis)[i - 1];
    }

    private double[] ends(Axis axis) {
        return switch (axis) {
            case STEPS -> last;
            case SAMPLES -> samples;
            case SECONDS -> seconds;
        };
    }

    /** Samples or seconds spent at a step, in a straight line through its bucket; NaN where unknown. */
    double spent(Axis axis, double step) {
        for (int i = 0; i < size(); i++) {
            if (step <= last[i]) {
                double part = Math.max(0, (step - begin(Axis.STEPS, i)) / (last[i] - begin(Axis.STEPS, i)));
                return begin(axis, i) + part * (end(axis, i) - begin(axis, i));
            }
        }
        return Double.NaN;
    }
}
