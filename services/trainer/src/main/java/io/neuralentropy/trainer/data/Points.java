package io.neuralentropy.trainer.data;

/**
 * Points as read from a file.
 *
 * @param labels class of each point, from 0; null where there are none
 */
record Points(Matrix matrix, int[] labels) {
    int rows() {
        return matrix.rows();
    }

    int columns() {
        return matrix.columns();
    }

    /** Number of classes: one more than the highest label; 0 without labels. */
    int classes() {
        int highest = -1;
        for (int i = 0; labels != null && i < labels.length; i++) {
            highest = Math.max(highest, labels[i]);
        }
        return highest + 1;
    }

    /** The points of these numbers, in this order. */
    Points select(int[] chosen) {
        int[] selected = labels == null ? null : new int[chosen.length];
        for (int i = 0; labels != null && i < chosen.length; i++) {
            selected[i] = labels[chosen[i]];
        }
        return new Points(matrix.select(chosen), selected);
    }
}
