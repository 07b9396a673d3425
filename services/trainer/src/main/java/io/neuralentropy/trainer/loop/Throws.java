package io.neuralentropy.trainer.loop;

import io.neuralentropy.trainer.science.DiffusionProcess;
import java.util.SplittableRandom;

/**
 * Diffused data points y = μ(s)x + Σ(s)z, and what the loss makes of a network's output on them.
 *
 * <p>Loss of one throw (arXiv:2409.03817, model.py of its code): P·‖(−y/κ² + e)Σ + z‖² = P·Σ²‖e − ẽ‖² with ẽ = y/κ² − z/Σ;
 * the loss of a step is its mean over all throws. ‖e‖² and e·ẽ, which the entropies need, fall off the same loop.
 *
 * <p>Plain arrays, row by row, filled anew each step. Not thread-safe.
 */
final class Throws {
    private final DiffusionProcess process;
    private final LossWeight weight;
    private final int dimension;
    private final double[] s;
    private final float[] y;
    private final float[] z;
    private final float[] gradient;
    private final double[] neuralSquare;
    private final double[] cross;

    Throws(DiffusionProcess process, LossWeight weight, int rows, int dimension) {
        this.process = process;
        this.weight = weight;
        this.dimension = dimension;
        this.s = new double[rows];
        this.y = new float[Math.multiplyExact(rows, dimension)];
        this.z = new float[y.length];
        this.gradient = new float[y.length];
        this.neuralSquare = new double[rows];
        this.cross = new double[rows];
    }

    /** Diffuses one data point, the one that starts at {@code data[offset]}, to time {@code time}. */
    void diffuse(int row, double time, float[] data, int offset, SplittableRandom random) {
        double mu = process.mu(time);
        double sigma = process.sigma(time);
        s[row] = time;
        int at = row * dimension;
        for (int d = 0; d < dimension; d++) {
            double noise = random.nextGaussian();
            z[at + d] = (float) noise;
            y[at + d] = (float) (mu * data[offset + d] + sigma * noise);
        }
    }

    /**
     * Takes the network's output: works out losses, gradient and squares of all rows.
     *
     * @param e the output, as many numbers as {@link #y}
     * @param share what one throw counts in the step's loss: 1 / (throws of the step)
     * @return the share of these throws in the step's loss
     */
    double score(float[] e, double share) {
        double inverseKappaSquare = 1 / (process.kappa() * process.kappa());
        double loss = 0;
        for (int row = 0; row < s.length; row++) {
            double sigma = process.sigma(s[row]);
            double inverseSigma = 1 / sigma;
            double p = weight.at(process, s[row]);
            double slope = 2 * p * sigma * share;
            double residualSquare = 0;
            double square = 0;
            double product = 0;
            for (int i = row * dimension, end = i + dimension; i < end; i++) {
                double target = y[i] * inverseKappaSquare - z[i] * inverseSigma;
                double residual = (e[i] - target) * sigma;
                residualSquare += residual * residual;
                square += (double) e[i] * e[i];
                product += e[i] * target;
                gradient[i] = (float) (slope * residual);
            }
            loss += p * residualSquare;
            neuralSquare[row] = square;
            cross[row] = product;
        }
        return loss * share;
    }

    int rows() {
        return s.length;
    }

    int dimension() {
        return dimension;
    }

    double time(int row) {
        return s[row];
    }

    float[] y() {
        return y;
    }

    float[] z() {
        return z;
    }

    /** Derivative of the step's loss by each number of the output. */
    float[] gradient() {
        return gradient;
    }

    /** ‖e‖² of a row. */
    double neuralSquare(int row) {
        return neuralSquare[row];
    }

    /** e·ẽ of a row. */
    double cross(int row) {
        return cross[row];
    }
}
