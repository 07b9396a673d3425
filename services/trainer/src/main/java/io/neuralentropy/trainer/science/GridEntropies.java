package io.neuralentropy.trainer.science;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Moments;
import java.util.Arrays;

/**
 * The two entropies of {@link BatchEntropies} integrated on a grid of s by the trapezoidal rule, as the paper evaluates them
 * on held-out points: one throw for every point at every time, {@link #PAPER_POINTS} equally spaced times over the process's
 * range.
 *
 * <p>All cells count. (The paper's code leaves out the first or the last one: about 0.2 % of S_tot on its mixtures, several
 * per cent on images.) The result depends on the grid where rates change fast within a cell, as at small s on images: state
 * the number of points with it.
 *
 * <p>Nats per data point. Points are independent, times of one point are not: errors come from the points' integrals. Not
 * thread-safe.
 */
public final class GridEntropies {
    /** Points of the paper's grid for mixtures. */
    public static final int PAPER_POINTS = 100;

    private final double[] times;
    private final double[] weights;
    private final double[] neuralOf;
    private final double[] learnedOf;
    private final double[] rateNeural;
    private final double[] rateLearned;
    private final double[] rateSquares;
    private final int[] count;

    /**
     * @param gridPoints times on the grid, at least 2
     * @param dataPoints data points, at least 1
     */
    public GridEntropies(DiffusionProcess process, int gridPoints, int dataPoints) {
        if (gridPoints < 2 || dataPoints < 1) {
            throw new IllegalArgumentException("a grid needs at least 2 times and 1 data point");
        }
        times = BatchEntropies.equalBins(process, gridPoints - 1);
        weights = new double[gridPoints];
        Arrays.setAll(weights, i -> process.weight(times[i]));
        neuralOf = new double[dataPoints];
        learnedOf = new double[dataPoints];
        rateNeural = new double[gridPoints];
        rateLearned = new double[gridPoints];
        rateSquares = new double[gridPoints];
        count = new int[gridPoints];
    }

    /** The grid, ascending. */
    public double[] times() {
        return times.clone();
    }

    /**
     * Adds the one throw of a point at a time.
     *
     * @param gridIndex index in {@link #times}
     * @param point index of the data point
     * @param neuralSquare ‖e‖²
     * @param cross e·ẽ
     */
    public void add(int gridIndex, int point, double neuralSquare, double cross) {
        double neural = weights[gridIndex] * neuralSquare;
        double learned = weights[gridIndex] * (2 * cross - neuralSquare);
        double cell = cell(gridIndex);
        neuralOf[point] += cell * neural;
        learnedOf[point] += cell * learned;
        int n = ++count[gridIndex];
        double difference = neural - rateNeural[gridIndex];
        rateNeural[gridIndex] += difference / n;
        rateSquares[gridIndex] += difference * (neural - rateNeural[gridIndex]);
        rateLearned[gridIndex] += (learned - rateLearned[gridIndex]) / n;
    }

    /**
     * S_NN with the variance over data points.
     *
     * @throws IllegalStateException when throws are missing or double
     */
    public Moments neural() {
        return complete(neuralOf);
    }

    /**
     * S_lin, likewise.
     *
     * @throws IllegalStateException when throws are missing or double
     */
    public Moments learned() {
        return complete(learnedOf);
    }

    /** Mean rates at the grid's times, nats per unit of s, with the standard error of the neural one. */
    public Evaluation.Grid profile() {
        checkComplete();
        double[] error = new double[times.length];
        int n = neuralOf.length;
        Arrays.setAll(error, i -> n == 1 ? Double.NaN : Math.sqrt(rateSquares[i] / (n - 1) / n));
        return new Evaluation.Grid(times(), rateNeural.clone(), rateLearned.clone(), n == 1 ? null : error);
    }

    private Moments complete(double[] values) {
        checkComplete();
        return SampleMoments.of(values, values.length);
    }

    private void checkComplete() {
        for (int i = 0; i < count.length; i++) {
            if (count[i] != neuralOf.length) {
                throw new IllegalStateException(
                        "time " + i + " has " + count[i] + " throws for " + neuralOf.length + " data points");
            }
        }
    }

    /** Weight of a grid time in the trapezoidal rule. */
    private double cell(int i) {
        double before = i == 0 ? 0 : times[i] - times[i - 1];
        double after = i == times.length - 1 ? 0 : times[i + 1] - times[i];
        return (before + after) / 2;
    }
}
