package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.trainer.science.DiffusionProcess;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrowsTest {
    private static final int ROWS = 6;
    private static final int DIMENSION = 3;
    private static final double SHARE = 1.0 / 10;

    private final SplittableRandom random = new SplittableRandom(11);
    private final float[] e = new float[ROWS * DIMENSION];

    @ParameterizedTest
    @CsvSource({"vp, UNIT", "vpx, UNIT", "sl, UNIT", "vp, MAXIMUM_LIKELIHOOD", "vpx, MAXIMUM_LIKELIHOOD"})
    void lossIsThePapers(String process, LossWeight weight) {
        Throws rows = diffused(DiffusionProcess.named(process), weight);

        assertEquals(paperLoss(DiffusionProcess.named(process), weight, rows), rows.score(e, SHARE), 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"vp, UNIT", "vpx, UNIT", "vpx, MAXIMUM_LIKELIHOOD"})
    void gradientIsTheSlopeOfTheLoss(String process, LossWeight weight) {
        Throws rows = diffused(DiffusionProcess.named(process), weight);
        rows.score(e, SHARE);
        float[] gradient = rows.gradient().clone();

        for (int i = 0; i < e.length; i++) {
            float start = e[i];
            // exact in floats; the loss is quadratic, so that the central difference has no error but rounding
            float h = 0.25f;
            e[i] = start + h;
            double above = rows.score(e, SHARE);
            e[i] = start - h;
            double below = rows.score(e, SHARE);
            e[i] = start;
            assertEquals((above - below) / (2 * h), gradient[i], 1e-4 * (1 + Math.abs(gradient[i])), "entry " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"vp", "vpx", "sl"})
    void squaresAreThoseThatTheEntropiesNeed(String name) {
        DiffusionProcess process = DiffusionProcess.named(name);
        Throws rows = diffused(process, LossWeight.UNIT);
        rows.score(e, SHARE);

        for (int row = 0; row < ROWS; row++) {
            double square = 0;
            double cross = 0;
            for (int i = row * DIMENSION; i < (row + 1) * DIMENSION; i++) {
                square += e[i] * e[i];
                double sigma = process.sigma(rows.time(row));
                cross += e[i] * (rows.y()[i] / (process.kappa() * process.kappa()) - rows.z()[i] / sigma);
            }
            assertEquals(square, rows.neuralSquare(row), 1e-5 * square);
            assertEquals(cross, rows.cross(row), 1e-5 * (1 + Math.abs(cross)));
        }
    }

    private Throws diffused(DiffusionProcess process, LossWeight weight) {
        Throws rows = new Throws(process, weight, ROWS, DIMENSION);
        float[] data = new float[ROWS * DIMENSION];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) random.nextGaussian();
            e[i] = (float) random.nextGaussian();
        }
        for (int row = 0; row < ROWS; row++) {
            double s = 0.05 + 0.9 * row / ROWS;
            rows.diffuse(row, s, data, row * DIMENSION, random);
            for (int d = 0; d < DIMENSION; d++) {
                int i = row * DIMENSION + d;
                assertEquals(process.mu(s) * data[i] + process.sigma(s) * rows.z()[i], rows.y()[i], 1e-6);
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
                double residual = (-rows.y()[i] / (process.kappa() * process.kappa()) + e[i]) * std + rows.z()[i];
                sum += prefactor * residual * residual;
            }
        }
        return sum * SHARE;
    }
}
