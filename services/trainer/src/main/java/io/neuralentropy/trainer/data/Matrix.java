package io.neuralentropy.trainer.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Rows of equal length as read from a file: single precision, finite, at least one row and one column.
 *
 * @param image what the file says of the rows as images; null: nothing
 */
record Matrix(int columns, float[] values, ImageShape image) {
    private static final long MOST = Integer.MAX_VALUE - 8;

    Matrix(int columns, float[] values) {
        this(columns, values, null);
    }

    int rows() {
        return values.length / columns;
    }

    /** The rows of these numbers, in this order. */
    Matrix select(int[] chosen) {
        float[] selected = new float[chosen.length * columns];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * columns, selected, i * columns, columns);
        }
        return new Matrix(columns, selected, image);
    }

    /** 0 … n − 1 in random order. */
    static int[] permutation(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        for (int i = n - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int held = order[i];
            order[i] = order[other];
            order[other] = held;
        }
        return order;
    }

    /**
     * The number of values of a matrix that fits into an array and into memory.
     *
     * @throws DataSetException where it does not
     */
    static int checkedLength(long rows, long columns) {
        if (columns != 0 && rows > MOST / columns) {
            throw new DataSetException("a data set of " + rows + " × " + columns + " numbers is over the " + MOST
                    + " that are possible: take fewer rows");
        }
        long length = rows * columns;
        // twice: as read, and as shared out into the part to train on and the held-out part
        long bytes = 2 * Float.BYTES * length;
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw new DataSetException("a data set of " + rows + " × " + columns + " numbers needs " + (bytes >> 20)
                    + " MiB of memory: take fewer rows or raise -Xmx");
        }
        return (int) length;
    }
}
