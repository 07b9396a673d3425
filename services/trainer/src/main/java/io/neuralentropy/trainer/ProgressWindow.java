package io.neuralentropy.trainer;

import io.neuralentropy.events.Moments;
import io.neuralentropy.trainer.TrainingProgress.Estimate;

/** The last {@value #STEPS} steps of a run, for its progress line. Not thread-safe. */
final class ProgressWindow {
    static final int STEPS = 256;

    private final double[] loss = new double[STEPS];
    private final Moments[] neural = new Moments[STEPS];
    private final Moments[] learned = new Moments[STEPS];
    private final long[] nanos = new long[STEPS];
    private int next;
    private int size;

    void add(double stepLoss, Moments stepNeural, Moments stepLearned, long nanoTime) {
        loss[next] = stepLoss;
        neural[next] = stepNeural;
        learned[next] = stepLearned;
        nanos[next] = nanoTime;
        next = (next + 1) % STEPS;
        size = Math.min(size + 1, STEPS);
    }

    double loss() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += loss[i];
        }
        return sum / size;
    }

    Estimate neural() {
        return merged(neural);
    }

    Estimate learned() {
        return merged(learned);
    }

    /** Means by count; standard error √(Σ count·variance) / Σ count. */
    private Estimate merged(Moments[] moments) {
        if (size == 0) {
            return null;
        }
        double count = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            if (moments[i] == null) {
                continue;
            }
            count += moments[i].count();
            sum += moments[i].count() * moments[i].mean();
            squares += moments[i].count() * moments[i].variance();
        }
        return count == 0 ? null : new Estimate(sum / count, Math.sqrt(squares) / count);
    }

    double stepsPerSecond() {
        int newest = (next + STEPS - 1) % STEPS;
        int oldest = size < STEPS ? 0 : next;
        return size < 2 ? Double.NaN : (size - 1) * 1e9 / (nanos[newest] - nanos[oldest]);
    }
}
