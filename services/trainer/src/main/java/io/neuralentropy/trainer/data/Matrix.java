package io.neuralentropy.trainer.data;

/** Rows of equal length as read from a file, single precision, finite. */
record Matrix(int columns, float[] values) {
    private static final long MOST = Integer.MAX_VALUE - 8;

    int rows() {
        return values.length / columns;
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
        long most = Runtime.getRuntime().maxMemory() / Float.BYTES;
        if (length > most) {
            throw new DataSetException("a data set of " + rows + " × " + columns + " numbers needs " + (length >> 18)
                    + " MiB of memory: take fewer rows or raise -Xmx");
        }
        return (int) length;
    }
}
