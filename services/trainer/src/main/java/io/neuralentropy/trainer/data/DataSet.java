package io.neuralentropy.trainer.data;

import io.neuralentropy.trainer.science.GaussianMixture;

/**
 * Data points in memory, single precision, row by row; every number is finite. No centring or scaling is applied: entropies
 * depend on the scale of data and κ together. Constant columns are fine: the process adds its noise to them like to any.
 *
 * <p>Immutable but for the arrays behind {@link #rows} and {@link #labels}, which are not copied and must not be changed.
 */
public final class DataSet {
    private final String name;
    private final int dimension;
    private final float[] rows;
    private final DataSet heldOut;
    private final GaussianMixture law;
    private final ImageShape image;
    private final int[] labels;
    private final int classes;

    /** Points of a law. */
    DataSet(String name, GaussianMixture law, float[] rows, DataSet heldOut) {
        this.name = name;
        this.dimension = law.dimension();
        this.rows = rows;
        this.heldOut = heldOut;
        this.law = law;
        this.image = null;
        this.labels = null;
        this.classes = 0;
    }

    /** Points of a file. @param classes that the labels count; 0 without labels */
    DataSet(String name, Points points, int classes, DataSet heldOut) {
        this.name = name;
        this.dimension = points.columns();
        this.rows = points.matrix().values();
        this.heldOut = heldOut;
        this.law = null;
        this.image = points.matrix().image();
        this.labels = points.labels();
        this.classes = classes;
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

    /** The points as images; null where they are not known to be any. */
    public ImageShape image() {
        return image;
    }

    /** Class of each point, 0 to {@code classes − 1}; null where they have none. Not a copy. */
    public int[] labels() {
        return labels;
    }

    /** Number of classes; 0 where the points have no labels. */
    public int classes() {
        return classes;
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
