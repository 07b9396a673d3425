package io.neuralentropy.trainer.loop;

import java.util.Arrays;

/**
 * Data points as a loop takes them. The arrays are not copied.
 *
 * @param rows row by row
 * @param dimension D
 * @param labels class of each; null where there are none
 */
public record TrainingPoints(float[] rows, int dimension, int[] labels) {
    /** Points without labels. */
    public static TrainingPoints of(float[] rows, int dimension) {
        return new TrainingPoints(rows, dimension, null);
    }

    /** Number of points. */
    public int size() {
        return rows.length / dimension;
    }

    /** The first of them. */
    public TrainingPoints first(int count) {
        return new TrainingPoints(
                Arrays.copyOf(rows, count * dimension),
                dimension,
                labels == null ? null : Arrays.copyOf(labels, count));
    }

    /** So many of them, spread evenly over their order, or all where there are no more. */
    public TrainingPoints spread(int count) {
        int size = Math.min(count, size());
        float[] some = new float[size * dimension];
        int[] classes = labels == null ? null : new int[size];
        for (int i = 0; i < size; i++) {
            int from = (int) ((long) i * size() / size);
            System.arraycopy(rows, from * dimension, some, i * dimension, dimension);
            if (classes != null) {
                classes[i] = labels[from];
            }
        }
        return new TrainingPoints(some, dimension, classes);
    }

    /** Mean of ‖x‖². */
    public double secondMoment() {
        double sum = 0;
        for (float value : rows) {
            sum += (double) value * value;
        }
        return sum / size();
    }
}
