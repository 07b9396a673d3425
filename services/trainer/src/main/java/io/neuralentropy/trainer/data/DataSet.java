package io.neuralentropy.trainer.data;

import io.neuralentropy.trainer.science.GaussianMixture;

/**
 * Data points in memory, single precision, row by row; every number is finite. No centring or scaling is applied: entropies
 * depend on the scale of data and κ together. Constant columns are fine: the process adds its noise to them like to any.
 *
 * <p>Immutable but for the array behind {@link #rows}, which is not copied and must not be changed.
 */
public final class DataSet {
    private final String name;
    private final int dimension;
    private final float[] rows;
    private final DataSet heldOut;
    private final GaussianMixture law;

    DataSet(String name, int dimension, float[] rows, DataSet heldOut, GaussianMixture law) {
        this.name = name;
        this.dimension = dimension;
        this.rows = rows;
        this.heldOut = heldOut;
        this.law = law;
    }

    /** Name to show: that of the law, or of the file. */
    public String name() {
        return name;
    }

    /** Number of data points, at least 1. */
    public int size() {
        return rows.length / dimension;
    }

    /** D, at least 1. */
    public int dimension() {
        return dimension;
    }

    /** The points, row by row: {@code size × dimension} numbers. Not a copy. */
    public float[] rows() {
        return rows;
    }

    /** Points of the same law that are not trained on; null where there are too few to set some aside. */
    public DataSet heldOut() {
        return heldOut;
    }

    /** The law that the points were drawn from; null where unknown. */
    public GaussianMixture law() {
        return law;
    }

    /** Mean of ‖x‖² over the points. */
    public double secondMoment() {
        double sum = 0;
        for (float value : rows) {
            sum += (double) value * value;
        }
        return sum / size();
    }
}
