package io.neuralentropy.monitor.detectors;

import java.util.Arrays;

/** Medians of small arrays. */
final class Medians {
    private Medians() {}

    /** Median of the first {@code size} entries, which are sorted in place; NaN of none. */
    static double of(double[] values, int size) {
        if (size == 0) {
            return Double.NaN;
        }
        Arrays.sort(values, 0, size);
        int middle = size / 2;
        return size % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
