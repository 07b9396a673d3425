package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.Objective;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrowsTest {
    private static final int ROWS = 6;
    private static final int DIMENSION = 3;
    private static final double SHARE = 1.0 / 10;

    private final SplittableRandom random = new SplittableRandom(11);
    private final float[] output = new float[ROWS * DIMENSION];
    private final float[] data = new float[ROWS * DIMENSION];

    @ParameterizedTest
    @CsvSource({"vp, unit", "vpx, unit", "sl, unit", "vp, maximum-likelihood", "vpx, maximum-likelihood"})
    void lossOfEntropyMatchingIsThePapers(String process, LossWeight weight) {
        Throws rows = diffused(DiffusionProcess.named(process), Objective.ENTROPY_MATCHING, weight);

        double expected = paperLoss(DiffusionProcess.named(process), weight, rows);
        assertEquals(expected, rows.score(output, SHARE), 1e-6 * expected);
    }

    /** Each objective's own loss is the plain mean square of its output's error, the targets written as their papers do. */
    @ParameterizedTest
    @CsvSource({
        "vpx, SCORE_MATCHING",
        "vp, NOISE_PREDICTION",
        "rectified-flow, NOISE_PREDICTION",
        "edm, NOISE_PREDICTION",
        "ddpm-linear, DATA_PREDICTION",
        "rectified-flow, DATA_PREDICTION",
        "cosine, V_PREDICTION",
        "ddpm-scaled-linear, V_PREDICTION",
        "edm, EDM",
        "rectified-flow, VELOCITY",
        "cosine, VELOCITY",
        "sl, VELOCITY"
    })
    void ownLossIsTheSquareOfTheOutputsError(String name, Objective objective) {
        DiffusionProcess process = DiffusionProcess.named(name);
        Throws rows = diffused(process, objective, LossWeight.UNIT);

        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            double t = rows.time(row);
            double weight = objective == Objective.SCORE_MATCHING ? Math.pow(process.sigma(t), 2) : 1;
            for (int i = row * DIMENSION; i < (row + 1) * DIMENSION; i++) {
                double error = output[i] - target(objective, process, t, data[i], rows.noise()[i]);
                sum += weight * error * error;
            }
        }
        assertEquals(sum * SHARE, rows.score(output, SHARE), 2e-5 * sum * SHARE);
    }

    private static double target(Objective objective, DiffusionProcess process, double t, double x, double noise) {
        double alpha = process.alpha(t);
        double sigma = process.sigma(t);
        switch (objective) {
            case SCORE_MATCHING:
                return -noise / sigma;
            case NOISE_PREDICTION:
                return noise;
            case DATA_PREDICTION:
                return x;
            case V_PREDICTION:
                return alpha * noise - sigma * x;
            case EDM:
                double sum = sigma * sigma + .25;
                return (x - .25 / sum * (x + sigma * noise)) / (sigma * .5 / Math.sqrt(sum));
            case VELOCITY:
                double h = 1e-5;
                return ((process.alpha(t + h) - process.alpha(t - h)) * x
                                + (process.sigma(t + h) - process.sigma(t - h)) * noise)
                        / (2 * h);
            default:
                throw new AssertionError(objective);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vp, ENTROPY_MATCHING, unit",
        "vpx, ENTROPY_MATCHING, maximum-likelihood",
        "vp, NOISE_PREDICTION, min-snr",
        "rectified-flow, VELOCITY, unit",
        "edm, EDM, noise",
        "ddpm-cosine, V_PREDICTION, min-snr"
    })
    void gradientIsTheSlopeOfTheLoss(String process, Objective objective, LossWeight weight) {
        Throws rows = diffused(DiffusionProcess.named(process), objective, weight);
        rows.score(output, SHARE);
        float[] gradient = rows.gradient().clone();

        for (int i = 0; i < output.length; i++) {
            float start = output[i];
            // exact in floats; the loss is quadratic, so that the central difference has no error but rounding
            float h = 0.25f;
            output[i] = start + h;
            double above = rows.score(output, SHARE);
            output[i] = start - h;
            double below = rows.score(output, SHARE);
            output[i] = start;
            assertEquals((above - below) / (2 * h), gradient[i], 1e-4 * (1 + Math.abs(gradient[i])), "entry " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"vp", "vpx", "sl"})
    void squaresAreThoseThatTheEntropiesNeed(String name) {
        DiffusionProcess process = DiffusionProcess.named(name);
        Throws rows = diffused(process, Objective.ENTROPY_MATCHING, LossWeight.UNIT);
        rows.score(output, SHARE);

        for (int row = 0; row < ROWS; row++) {
            double square = 0;
            double cross = 0;
            double sigma = process.sigma(rows.time(row));
            for (int i = row * DIMENSION; i < (row + 1) * DIMENSION; i++) {
                square += output[i] * output[i];
                cross += output[i] * (rows.input()[i] / (process.kappa() * process.kappa()) - rows.noise()[i] / sigma);
            }
            assertEquals(sigma * sigma * square, rows.square(row), 1e-5 * sigma * sigma * square);
            assertEquals(sigma * sigma * cross, rows.cross(row), 1e-5 * sigma * sigma * (1 + Math.abs(cross)));
        }
    }

    @ParameterizedTest
    @CsvSource({"vp", "edm"})
    void covariatesAreThoseOfTheNoiseAndTheData(String name) {
        Throws rows = diffused(DiffusionProcess.named(name), Objective.NOISE_PREDICTION, LossWeight.UNIT);

        for (int row = 0; row < ROWS; row++) {
            double[] expected = new double[3];
            for (int i = row * DIMENSION; i < (row + 1) * DIMENSION; i++) {
                expected[0] += rows.noise()[i] * rows.noise()[i];
                expected[1] += rows.noise()[i] * data[i];
                expected[2] += data[i] * data[i];
            }
            for (int c = 0; c < 3; c++) {
                assertEquals(expected[c], rows.covariates(row)[c], 1e-6);
            }
        }
    }

    private Throws diffused(DiffusionProcess process, Objective objective, LossWeight weight) {
        Throws rows = new Throws(process, objective, weight, ROWS, DIMENSION, true);
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) random.nextGaussian();
            output[i] = (float) random.nextGaussian();
        }
        for (int row = 0; row < ROWS; row++) {
            double t = 0.05 + 0.9 * row / ROWS;
            rows.diffuse(row, t, data, row * DIMENSION, random);
            double scale = process.inputScale(t);
            for (int i = row * DIMENSION; i < (row + 1) * DIMENSION; i++) {
                double noised = process.alpha(t) * data[i] + process.sigma(t) * rows.noise()[i];
                assertEquals(scale * noised, rows.input()[i], 1e-6);
            }
        }
        return rows;
    }

    /** mean(prefactor · Σ((−y/κ² + e)·std + z)²), as model.py of the paper's code writes it. */
    private double paperLoss(DiffusionProcess process, LossWeight weight, Throws rows) {
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            double s = rows.time(row);
            double std = process.sigma(s);
            double noise = process.kappa() * Math.sqrt(process.beta(s));
            double prefactor = weight == LossWeight.UNIT ? 1 : 0.5 * (noise / std) * (noise / std);
            for (int i = row * DIMENSION; i < (row + 1) * DIMENSION; i++) {
                double residual =
                        (-rows.input()[i] / (process.kappa() * process.kappa()) + output[i]) * std + rows.noise()[i];
                sum += prefactor * residual * residual;
            }
        }
        return sum * SHARE;
    }
}
