package io.neuralentropy.trainer.loop;

import io.neuralentropy.trainer.science.Conversion;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.Objective;
import java.util.SplittableRandom;

/**
 * Diffused data points x_t = α(t)x₀ + σ(t)ε, and what the loss makes of a network's output on them.
 *
 * <p>Loss of one throw: h·‖ε̂ − ε‖² = h·‖d − d̃‖² ({@link Conversion}); the loss of a step is its mean over all throws. ‖d‖² and
 * d·d̃, which the entropies need, fall off the same loop.
 *
 * <p>Plain arrays, row by row, filled anew each step. Not thread-safe.
 */
final class Throws {
    private final DiffusionProcess process;
    private final Objective objective;
    private final LossWeight weight;
    private final int dimension;
    private final double[] t;
    private final float[] input;
    private final float[] noise;
    private final float[] gradient;
    private final double[] square;
    private final double[] cross;
    private final double[][] covariates;

    /** @param withCovariates whether to work out {@link #covariates}, too */
    Throws(
            DiffusionProcess process,
            Objective objective,
            LossWeight weight,
            int rows,
            int dimension,
            boolean withCovariates) {
        this.process = process;
        this.objective = objective;
        this.weight = weight;
        this.dimension = dimension;
        this.t = new double[rows];
        this.input = new float[Math.multiplyExact(rows, dimension)];
        this.noise = new float[input.length];
        this.gradient = new float[input.length];
        this.square = new double[rows];
        this.cross = new double[rows];
        this.covariates = withCovariates ? new double[rows][3] : null;
    }

    /** Diffuses one data point, the one that starts at {@code data[offset]}, to time {@code time}. */
    void diffuse(int row, double time, float[] data, int offset, SplittableRandom random) {
        double scale = process.inputScale(time);
        double alpha = scale * process.alpha(time);
        double sigma = scale * process.sigma(time);
        t[row] = time;
        int at = row * dimension;
        for (int d = 0; d < dimension; d++) {
            double epsilon = random.nextGaussian();
            noise[at + d] = (float) epsilon;
            input[at + d] = (float) (alpha * data[offset + d] + sigma * epsilon);
        }
        if (covariates != null) {
            covary(covariates[row], at, data, offset);
        }
    }

    private void covary(double[] out, int at, float[] data, int offset) {
        double noiseSquare = 0;
        double product = 0;
        double dataSquare = 0;
        for (int d = 0; d < dimension; d++) {
            double epsilon = noise[at + d];
            double x = data[offset + d];
            noiseSquare += epsilon * epsilon;
            product += epsilon * x;
            dataSquare += x * x;
        }
        out[0] = noiseSquare;
        out[1] = product;
        out[2] = dataSquare;
    }

    /**
     * Takes the network's output: works out losses, gradient, ‖d‖² and d·d̃ of all rows.
     *
     * @param output as many numbers as {@link #input}
     * @param share what one throw counts in the step's loss: 1 / (throws of the step)
     * @return the share of these throws in the step's loss
     */
    double score(float[] output, double share) {
        double loss = 0;
        for (int row = 0; row < t.length; row++) {
            Conversion conversion = objective.conversion(process, t[row]);
            double onInput = conversion.dOnInput();
            double onOutput = conversion.dOnOutput();
            double missOnInput = conversion.missOnInput();
            double h = weight.at(objective, process, t[row]);
            double slope = 2 * h * onOutput * share;
            double missSquare = 0;
            double dSquare = 0;
            double product = 0;
            for (int i = row * dimension, end = i + dimension; i < end; i++) {
                double x = input[i];
                double told = onOutput * output[i];
                double d = onInput * x + told;
                double miss = noise[i] + missOnInput * x + told;
                missSquare += miss * miss;
                dSquare += d * d;
                product += d * (d - miss);
                gradient[i] = (float) (slope * miss);
            }
            loss += h * missSquare;
            square[row] = dSquare;
            cross[row] = product;
        }
        return loss * share;
    }

    int rows() {
        return t.length;
    }

    int dimension() {
        return dimension;
    }

    double time(int row) {
        return t[row];
    }

    /** What the network is told of a row's time. */
    double condition(int row) {
        return process.condition(t[row]);
    }

    /** x_t as the network sees it. */
    float[] input() {
        return input;
    }

    float[] noise() {
        return noise;
    }

    /** Derivative of the step's loss by each number of the output. */
    float[] gradient() {
        return gradient;
    }

    /** ‖d‖² of a row. */
    double square(int row) {
        return square[row];
    }

    /** d·d̃ of a row. */
    double cross(int row) {
        return cross[row];
    }

    /** ‖ε‖², ε·x₀ and ‖x₀‖² of a row; null where not asked for. */
    double[] covariates(int row) {
        return covariates == null ? null : covariates[row];
    }
}
