package io.neuralentropy.trainer.science;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Moments;
import java.util.Arrays;

/**
 * The two entropies of {@link BatchEntropies} integrated on a grid by the trapezoidal rule, as the paper evaluates them on
 * held-out points: one throw for every point at every time of the grid.
 *
 * <p>All cells count. (The paper's code leaves out the first or the last one: about 0.2 % of S_tot on its mixtures, several
 * per cent on images.) The result depends on the grid where rates change fast within a cell, as at small times on images:
 * state the number of points with it.
 *
 * <p>Nats per data point. Points are independent, times of one point are not: errors come from the points' integrals. Not
 * thread-safe.
 */
public final class GridEntropies {
    private final EvaluationGrid grid;
    private final double[] neuralOf;
    private final double[] learnedOf;
    private final double[] rateNeural;
    private final double[] rateLearned;
    private final double[] rateSquares;
    private final int[] count;

    /** @param dataPoints data points, at least 1 */
    public GridEntropies(EvaluationGrid grid, int dataPoints) {
        if (dataPoints < 1) {
            throw new IllegalArgumentException("a grid needs at least 1 data point");
        }
        this.grid = grid;
        int size = grid.size();
        neuralOf = new double[dataPoints];
        learnedOf = new double[dataPoints];
        rateNeural = new double[size];
        rateLearned = new double[size];
        rateSquares = new double[size];
        count = new int[size];
    }

    /**
     * Adds the one throw of a point at a time.
     *
     * @param gridIndex index of the time in the grid
     * @param point index of the data point
     * @param square ‖d‖²
     * @param cross d·d̃
     */
    public void add(int gridIndex, int point, double square, double cross) {
        double neural = grid.rates()[gridIndex] * square;
        double learned = grid.rates()[gridIndex] * (2 * cross - square);
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

    /** Mean rates at the grid's places, nats per unit of its axis, with the standard error of the neural one. */
    public Evaluation.Grid profile() {
        checkComplete();
        double[] error = new double[grid.size()];
        int n = neuralOf.length;
        Arrays.setAll(error, i -> n == 1 ? Double.NaN : Math.sqrt(rateSquares[i] / (n - 1) / n));
        return new Evaluation.Grid(
                grid.places().clone(), rateNeural.clone(), rateLearned.clone(), n == 1 ? null : error);
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

    /** Weight of a place in the trapezoidal rule. */
    private double cell(int i) {
        double[] places = grid.places();
        double before = i == 0 ? 0 : places[i] - places[i - 1];
        double after = i == places.length - 1 ? 0 : places[i + 1] - places[i];
        return (before + after) / 2;
    }
}
