package io.neuralentropy.trainer.science;

/**
 * Takes out of each throw's value what ‖ε‖², ε·x₀ and ‖x₀‖² explain of it, whose means are known: D, 0, and the mean of ‖x₀‖²
 * over the data. What is taken out has mean 0, so that estimates stay right on average and scatter less.
 *
 * <p>The regression is local in λ: throws next to each other, {@value #ZONE} at a time, with a level and a slope. A throw's
 * coefficients come from the data points of the other half of the batch, so that they do not depend on its own noise: a fit to
 * the same throws would bend the mean and understate its error. Method: Owen, Monte Carlo theory, methods and examples, §8.9.
 */
final class ControlVariates {
    private static final int ZONE = 120;
    private static final int COVARIATES = 3;
    /** A level, a slope, the covariates. */
    private static final int UNKNOWNS = 2 + COVARIATES;

    private final double[] means;
    private final double[][] rows;
    private int count;

    /**
     * @param rows throws of a batch
     * @param dimension D
     * @param secondMoment mean of ‖x₀‖² over the data
     */
    ControlVariates(int rows, int dimension, double secondMoment) {
        this.means = new double[] {dimension, 0, secondMoment};
        this.rows = new double[rows][COVARIATES];
    }

    void reset() {
        count = 0;
    }

    void add(double[] covariates) {
        for (int c = 0; c < COVARIATES; c++) {
            rows[count][c] = covariates[c] - means[c];
        }
        count++;
    }

    /** Adjusts the values; {@code order} goes along the axis. */
    void adjust(double[] value, double[] weight, double[] axis, int[] point, int[] order, int size) {
        int zones = Math.max(1, size / ZONE);
        for (int zone = 0; zone < zones; zone++) {
            int from = (int) ((long) size * zone / zones);
            int to = (int) ((long) size * (zone + 1) / zones);
            double[] even = fit(0, value, weight, axis, point, order, from, to);
            double[] odd = fit(1, value, weight, axis, point, order, from, to);
            for (int k = from; k < to; k++) {
                int i = order[k];
                double[] other = point[i] % 2 == 0 ? odd : even;
                for (int c = 0; c < COVARIATES; c++) {
                    value[i] -= other[c] * rows[i][c];
                }
            }
        }
    }

    /** Coefficients of the covariates by least squares over one half of the points; zeros where there are too few throws. */
    private double[] fit(
            int half, double[] value, double[] weight, double[] axis, int[] point, int[] order, int from, int to) {
        double[][] normal = new double[UNKNOWNS][UNKNOWNS + 1];
        double[] x = new double[UNKNOWNS + 1];
        int used = 0;
        double middle = (axis[order[from]] + axis[order[to - 1]]) / 2;
        for (int k = from; k < to; k++) {
            int i = order[k];
            if (point[i] % 2 != half) {
                continue;
            }
            used++;
            x[0] = 1;
            x[1] = axis[i] - middle;
            System.arraycopy(rows[i], 0, x, 2, COVARIATES);
            x[UNKNOWNS] = value[i];
            double importance = weight[i] * weight[i];
            for (int a = 0; a < UNKNOWNS; a++) {
                for (int b = 0; b <= UNKNOWNS; b++) {
                    normal[a][b] += importance * x[a] * x[b];
                }
            }
        }
        return used < 4 * UNKNOWNS ? new double[COVARIATES] : solved(normal);
    }

    /** The last coefficients of the normal equations, by elimination; a column that says nothing new gets 0. */
    private static double[] solved(double[][] normal) {
        double[] scale = new double[UNKNOWNS];
        for (int a = 0; a < UNKNOWNS; a++) {
            scale[a] = normal[a][a];
        }
        for (int a = 0; a < UNKNOWNS; a++) {
            boolean empty = !(normal[a][a] > 1e-9 * scale[a]);
            for (int b = 0; b < UNKNOWNS; b++) {
                if (b == a || empty) {
                    continue;
                }
                double factor = normal[b][a] / normal[a][a];
                for (int c = a; c <= UNKNOWNS; c++) {
                    normal[b][c] -= factor * normal[a][c];
                }
            }
            if (empty) {
                normal[a][UNKNOWNS] = 0;
                normal[a][a] = 1;
                for (int c = 0; c < UNKNOWNS; c++) {
                    if (c != a) {
                        normal[a][c] = 0;
                        normal[c][a] = 0;
                    }
                }
            }
        }
        double[] coefficients = new double[COVARIATES];
        for (int c = 0; c < COVARIATES; c++) {
            coefficients[c] = normal[2 + c][UNKNOWNS] / normal[2 + c][2 + c];
        }
        return coefficients;
    }
}
