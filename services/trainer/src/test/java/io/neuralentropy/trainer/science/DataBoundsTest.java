package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.EntropyEstimate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds of the total entropy from data points alone, against laws whose total entropy is known. */
class DataBoundsTest {
    private static float[] points(GaussianMixture law, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[count * law.dimension()];
        double[] x = new double[law.dimension()];
        for (int i = 0; i < count; i++) {
            law.sample(random, x);
            for (int d = 0; d < x.length; d++) {
                rows[i * x.length + d] = (float) x[d];
            }
        }
        return rows;
    }

    private static EntropyEstimate fitted(EntropyRange range, GaussianMixture law, int count) {
        return GaussianFit.of(points(law, count, 1), law.dimension()).lowerBound(range, points(law, 4000, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, -8, 9",
        "2, .1, -3, 18",
        "2, 1, -5, 4",
        "3, 1, -8, 9",
        "3, .1, -3, 18",
        "3, 1, -5, 4",
        "6, 1, -8, 9",
        "6, .1, -3, 18",
        "6, 1, -5, 4"
    })
    void bracketTheTotalEntropyOfAMixtureOnEveryRange(int dimension, double kappa, double low, double high) {
        EntropyRange range = new EntropyRange(kappa, low, high);
        GaussianMixture law = GaussianMixture.paper(dimension);
        EntropyEstimate total = TotalEntropy.of(range, law, 100_000, 1);

        EntropyEstimate lower = fitted(range, law, 4000);
        EntropyEstimate upper = EmpiricalEntropy.of(range, points(law, 1000, 1), dimension, 1);

        double error = Math.hypot(lower.standardError(), total.standardError());
        assertTrue(lower.nats() <= total.nats() + 4 * error, lower + " and " + total);
        assertTrue(upper.nats() >= total.nats() - 4 * upper.standardError(), upper + " and " + total);
        double gaussian = EntropyBounds.gaussian(range, law).nats();
        assertEquals(gaussian, lower.nats(), 4 * lower.standardError() + .01, "that of the law's own moments");
    }

    @Nested
    class FromAGaussianFit {
        @ParameterizedTest
        @CsvSource({"1, 1, .5, 1", "3, 3, .8, 1", "3, 3, .8, .1"})
        void isTightForAGaussian(int dimension, double meanSquare, double deviation, double kappa) {
            GaussianMixture law = TotalEntropyTest.gaussian(dimension, meanSquare, deviation);
            EntropyRange range = DiffusionProcess.vpx(kappa).range();
            EntropyEstimate bound = fitted(range, law, 8000);
            assertEquals(TotalEntropy.of(range, law).nats(), bound.nats(), 4 * bound.standardError() + .002);
            assertEquals("gaussian-fit", bound.method());
        }

        @Test
        void staysBelowWhereTheFitHasFewPoints() {
            GaussianMixture law = GaussianMixture.paper(6);
            EntropyRange range = DiffusionProcess.vp().range();
            EntropyEstimate bound = fitted(range, law, 30);
            assertTrue(bound.nats() < EntropyBounds.gaussian(range, law).nats() - bound.standardError(), bound + "");
        }

        @Test
        void isFiniteWhereAnAxisIsConstantInTraining() {
            float[] training = {1, 0, -1, 0, 2, 0, -2, 0};
            float[] heldOut = {1, .1f, -1, 0};
            EntropyEstimate bound =
                    GaussianFit.of(training, 2).lowerBound(DiffusionProcess.vp().range(), heldOut);
            assertTrue(Double.isFinite(bound.nats()), bound + "");
        }
    }

    @Nested
    class FromTheEmpiricalLaw {
        @Test
        void ofOnePointIsThatOfCertainty() {
            EntropyRange range = new EntropyRange(1, -8, 9);
            double certain = EntropyBounds.conditional(range, 2, .5);
            assertEquals(
                    certain,
                    EmpiricalEntropy.of(range, new float[] {.5f, -.5f}, 2, 1).nats(),
                    1e-9);
        }

        @Test
        void ofPointsFarApartLacksTheLogarithmOfTheirNumber() {
            EntropyRange range = new EntropyRange(1, -30, 9);
            float[] rows = {9, 9, -9, 9, 9, -9, -9, -9};
            double certain = EntropyBounds.conditional(range, 2, 162);
            assertEquals(
                    certain - Math.log(4),
                    EmpiricalEntropy.of(range, rows, 2, 1).nats(),
                    1e-6);
        }

        @Test
        void ofTwoPointsIsThatOfTwoNarrowPeaks() {
            EntropyRange range = new EntropyRange(1, -6, 2);
            GaussianMixture peaks =
                    new GaussianMixture(new double[] {.5, .5}, new double[][] {{-1}, {1}}, new double[] {1e-3, 1e-3});
            EntropyEstimate total = TotalEntropy.of(range, peaks, 200_000, 1);
            double sum = 0;
            double squares = 0;
            int seeds = 200;
            for (int seed = 0; seed < seeds; seed++) {
                double nats =
                        EmpiricalEntropy.of(range, new float[] {-1, 1}, 1, seed).nats();
                sum += nats;
                squares += nats * nats;
            }
            double mean = sum / seeds;
            double error = Math.sqrt((squares / seeds - mean * mean) / seeds);
            assertEquals(total.nats(), mean, 4 * Math.hypot(error, total.standardError()));
        }

        @Test
        void isTheSameForTheSameSeed() {
            float[] rows = points(GaussianMixture.paper(3), 500, 1);
            EntropyRange range = DiffusionProcess.vp().range();
            assertEquals(EmpiricalEntropy.of(range, rows, 3, 7), EmpiricalEntropy.of(range, rows, 3, 7));
        }
    }
}
