package io.neuralentropy.trainer.science;

import java.util.Arrays;

/**
 * The variance of a weighted sum of throws when where they fell on an axis (time, log-SNR) takes no part in it: because the
 * times were stratified, or because means per bin are integrated. What is left is how much values scatter about their course
 * along the axis.
 *
 * <p>Throws next to each other on the axis are taken together until they are {@value #TOGETHER}; the course is their mean and
 * the slope between two neighbouring groups' means. A throw's residual times its weight is its part in the error of the sum.
 * Parts of one data point are correlated: the variance is the sum of squares of the points' sums (linearisation for clusters:
 * Binder, Int. Stat. Review 51 (1983) 279). The mean that was taken from the same n values makes squares of residuals too small
 * by 1 − 1/n, and products of two residuals of one point by that of either group: both are undone.
 */
final class LocalResiduals {
    private static final int TOGETHER = 5;

    private final int points;
    private final int cells;
    private final int[] firstOfCell;
    private final int[] order;
    private final int[] groupOf;
    private final double[] axis;
    private final int[] point;
    private int count;
    private int groups;

    /**
     * @param rows throws at most
     * @param points data points at most
     * @param cells parts of the axis that put throws in order; throws of one cell stay together
     */
    LocalResiduals(int rows, int points, int cells) {
        this.points = points;
        this.cells = cells;
        this.firstOfCell = new int[cells + 1];
        this.order = new int[rows];
        this.groupOf = new int[rows];
        this.axis = new double[rows];
        this.point = new int[rows];
    }

    /** The one of {@code cells} equal parts of [low, high] in which a place lies; places outside belong to the ends. */
    static int cell(double place, double low, double high, int cells) {
        return Math.max(0, Math.min((int) ((place - low) / (high - low) * cells), cells - 1));
    }

    /**
     * Puts throws in order along the axis.
     *
     * @param axisOf their places
     * @param pointOf their data points
     */
    void order(double[] axisOf, int[] pointOf, int size, double low, double high) {
        count = size;
        System.arraycopy(axisOf, 0, axis, 0, size);
        System.arraycopy(pointOf, 0, point, 0, size);
        Arrays.fill(firstOfCell, 0);
        for (int i = 0; i < size; i++) {
            firstOfCell[cell(axis[i], low, high, cells) + 1]++;
        }
        for (int c = 0; c < cells; c++) {
            firstOfCell[c + 1] += firstOfCell[c];
        }
        int[] next = firstOfCell.clone();
        for (int i = 0; i < size; i++) {
            order[next[cell(axis[i], low, high, cells)]++] = i;
        }
        group();
    }

    private void group() {
        groups = 0;
        int size = 0;
        for (int c = 0; c < cells; c++) {
            for (int k = firstOfCell[c]; k < firstOfCell[c + 1]; k++) {
                groupOf[order[k]] = groups;
                size++;
            }
            if (size >= TOGETHER) {
                groups++;
                size = 0;
            }
        }
        if (size > 0 && groups > 0) {
            for (int k = count - size; k < count; k++) {
                groupOf[order[k]] = groups - 1;
            }
        } else if (size > 0) {
            groups = 1;
        }
    }

    /** Indices of the throws in the order of the axis; the first {@code size} count. */
    int[] order() {
        return order;
    }

    /** The variance of Σ weightᵢ·valueᵢ; NaN where there are fewer than two throws. */
    double variance(double[] value, double[] weight) {
        if (count < 2) {
            return Double.NaN;
        }
        double[] size = new double[groups];
        double[] place = new double[groups];
        double[] level = new double[groups];
        for (int i = 0; i < count; i++) {
            int g = groupOf[i];
            size[g]++;
            place[g] += axis[i];
            level[g] += value[i];
        }
        for (int g = 0; g < groups; g++) {
            place[g] /= size[g];
            level[g] /= size[g];
        }
        double[] partOf = new double[points];
        double squares = 0;
        double ownProducts = 0;
        for (int i = 0; i < count; i++) {
            int g = groupOf[i];
            double residual = value[i] - level[g] - slope(place, level, g) * (axis[i] - place[g]);
            double free = size[g] / (size[g] - 1);
            double part = weight[i] * residual * free;
            partOf[point[i]] += part;
            ownProducts += part * part;
            squares += part * part / free;
        }
        double products = -ownProducts;
        for (double part : partOf) {
            products += part * part;
        }
        // products have either sign; what they can take away is an accident of few points
        return squares + Math.max(products, -squares / 2);
    }

    /** From other groups alone: where weights rise towards an end, a group's own mean would take away of its last throw's residual. */
    private static double slope(double[] place, double[] level, int g) {
        int last = place.length - 1;
        if (last < 2) {
            return 0;
        }
        int before = g == 0 ? 1 : g == last ? last - 2 : g - 1;
        int after = g == 0 ? 2 : g == last ? last - 1 : g + 1;
        double run = place[after] - place[before];
        return run > 0 ? (level[after] - level[before]) / run : 0;
    }
}
