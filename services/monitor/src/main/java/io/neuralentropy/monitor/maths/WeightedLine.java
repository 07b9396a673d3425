package io.neuralentropy.monitor.maths;

import io.neuralentropy.monitor.snapshot.Estimate;

/**
 * Straight line through weighted points by least squares.
 *
 * <p>y = L + b(x − x̄), weights n; residual variance v = Σ n r² / (B − 2) per unit of weight, se(b) = √(v / Σ n (x − x̄)²).
 * The variance comes from the residuals of bucket means, not from stated variances: batch means take in autocorrelation
 * that per-step variances do not show. Source: ordinary weighted least squares.
 */
public final class WeightedLine {
    private final double[] x;
    private final double[] y;
    private final double[] weight;
    private int size;

    public WeightedLine(int capacity) {
        x = new double[capacity];
        y = new double[capacity];
        weight = new double[capacity];
    }

    public void add(double atX, double atY, double withWeight) {
        x[size] = atX;
        y[size] = atY;
        weight[size] = withWeight;
        size++;
    }

    /** Weighted mean of x; NaN without points. */
    public double meanX() {
        return weightedMean(x);
    }

    /** Weighted mean of y, the level L; NaN without points. */
    public double level() {
        return weightedMean(y);
    }

    /** Slope b with its standard error; unknown below two distinct x, its error below three points. */
    public Estimate slope() {
        double meanX = meanX();
        double level = level();
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < size; i++) {
            xx += weight[i] * (x[i] - meanX) * (x[i] - meanX);
            xy += weight[i] * (x[i] - meanX) * (y[i] - level);
        }
        if (size < 2 || !(xx > 0)) {
            return Estimate.UNKNOWN;
        }
        double slope = xy / xx;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            double residual = y[i] - level - slope * (x[i] - meanX);
            squares += weight[i] * residual * residual;
        }
        return new Estimate(slope, size < 3 ? Double.NaN : Math.sqrt(squares / (size - 2) / xx));
    }

    private double weightedMean(double[] values) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < size; i++) {
            sum += weight[i] * values[i];
            weights += weight[i];
        }
        return sum / weights;
    }
}
