package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityFlowTest {
    private static final int STEPS = 60;

    /** The flow of a Gaussian is linear: y − μm keeps its place among the standard deviations. */
    @ParameterizedTest
    @ValueSource(strings = {"vp", "vpx", "sl", "cosine", "rectified-flow", "edm", "ddpm-linear"})
    void takesEachPointOfAGaussianWhereItBelongs(String name) {
        DiffusionProcess process = DiffusionProcess.named(name);
        double deviation = 0.8;
        double mean = 0.5;
        GaussianMixture law = GaussianMixture.gaussian(new double[] {mean}, deviation);
        double kappa = process.kappa();
        double[] y = {-1.5 * kappa, 0, 0.3 * kappa, 2 * kappa};
        double low = process.range().low();
        double muSquare = process.range().muSquare(low);
        double[] expected = Arrays.stream(y)
                .map(point -> {
                    double spread = Math.sqrt(muSquare * deviation * deviation
                            + kappa * kappa * process.range().lost(low));
                    return mean + deviation * (point - Math.sqrt(muSquare) * mean) / spread;
                })
                .toArray();

        ProbabilityFlow.of(process, 400).transport(y, new Exact(process, law));

        // what is left of the noise at the end is taken off the spread, too
        double left = Math.exp(-process.range().high()) / (deviation * deviation);
        assertArrayEquals(expected, y, 2e-3 + 2 * left);
    }

    @Test
    void isOfSecondOrder() {
        double coarse = errorWith(50);
        double fine = errorWith(100);

        assertTrue(coarse / fine > 3, "halving the step takes the error to a quarter: " + coarse + ", " + fine);
    }

    private static double errorWith(int steps) {
        DiffusionProcess process = DiffusionProcess.vp();
        GaussianMixture law = GaussianMixture.gaussian(new double[] {0}, 0.3);
        double[] y = {1};
        ProbabilityFlow.of(process, steps).transport(y, new Exact(process, law));
        double[] best = {1};
        ProbabilityFlow.of(process, 3200).transport(best, new Exact(process, law));
        return Math.abs(y[0] - best[0]);
    }

    /**
     * The exact score of the paper's mixture integrates to its moments, from where its diffusion really ends: at κ = 0.1 that
     * is .02 nats from p_eq, which moves the samples' mean by a quarter.
     */
    @ParameterizedTest
    @ValueSource(strings = {"vp", "vpx", "rectified-flow"})
    void givesBackTheMomentsOfAMixture(String name) {
        DiffusionProcess process = DiffusionProcess.named(name);
        GaussianMixture law = GaussianMixture.paper(3);
        int count = 6000;
        double[] y = ends(law, process, count);

        ProbabilityFlow.of(process, STEPS).transport(y, new Exact(process, law));

        for (int d = 0; d < 3; d++) {
            double mean = 0;
            double square = 0;
            for (int c = 0; c < law.components(); c++) {
                double m = law.mean(c)[d];
                mean += law.weight(c) * m;
                square += law.weight(c) * (m * m + law.deviation(c) * law.deviation(c));
            }
            double ownMean = 0;
            double ownSquare = 0;
            for (int i = d; i < y.length; i += 3) {
                ownMean += y[i] / count;
                ownSquare += y[i] * y[i] / count;
            }
            // 4 standard errors; a square's standard deviation is below 1.5 times its mean here; 1 % for the steps
            assertEquals(mean, ownMean, 4 * Math.sqrt(square / count) + 0.01, "mean of coordinate " + d);
            assertEquals(square, ownSquare, (4 * 1.5 / Math.sqrt(count) + 0.01) * square, "square of coordinate " + d);
        }
    }

    @Test
    void leavesTheEquilibriumAsItIs() {
        DiffusionProcess process = DiffusionProcess.vp();
        double[] y = noise(8, 1);
        double mu = process.mu(process.timeLow());
        double[] expected = Arrays.stream(y).map(point -> mu * point).toArray();

        ProbabilityFlow.of(process, 3).transport(y, (logSnr, points, d) -> Arrays.fill(d, 0));

        assertArrayEquals(expected, y, 1e-12);
    }

    @Test
    void needsAStep() {
        assertThrows(IllegalArgumentException.class, () -> ProbabilityFlow.of(DiffusionProcess.vp(), 0));
    }

    private static double[] ends(GaussianMixture law, DiffusionProcess process, int count) {
        double t = process.timeHigh();
        double[] y = noise(count * law.dimension(), process.relaxingSigma(t));
        SplittableRandom random = new SplittableRandom(8);
        double[] x = new double[law.dimension()];
        for (int i = 0; i < y.length; i++) {
            if (i % x.length == 0) {
                law.sample(random, x);
            }
            y[i] += process.mu(t) * x[i % x.length];
        }
        return y;
    }

    private static double[] noise(int length, double deviation) {
        SplittableRandom random = new SplittableRandom(7);
        double[] noise = new double[length];
        Arrays.setAll(noise, i -> deviation * random.nextGaussian());
        return noise;
    }

    /** d* of a mixture. */
    private static final class Exact implements ProbabilityFlow.Field {
        private final DiffusionProcess process;
        private final GaussianMixture law;

        Exact(DiffusionProcess process, GaussianMixture law) {
            this.process = process;
            this.law = law;
        }

        @Override
        public void at(double logSnr, double[] y, double[] d) {
            int dimension = law.dimension();
            double t = process.timeOf(logSnr);
            double[] point = new double[dimension];
            double[] ideal = new double[dimension];
            for (int start = 0; start < y.length; start += dimension) {
                for (int i = 0; i < dimension; i++) {
                    point[i] = y[start + i] / process.relaxingScale(t);
                }
                law.idealOutput(process, t, point, ideal);
                for (int i = 0; i < dimension; i++) {
                    d[start + i] = process.relaxingSigma(t) * ideal[i];
                }
            }
        }
    }
}
