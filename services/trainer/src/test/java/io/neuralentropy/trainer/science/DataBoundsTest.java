package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
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
        return GaussianFit.full(points(law, count, 1), law.dimension()).lowerBound(range, points(law, 4000, 2));
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
        "6, 1, -5, 4",
        "9, 1, -8, 9",
        "9, .1, -3, 18",
        "9, .5, -4.8, 9.6"
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
        void knowsOfEachNumberByItselfWhatADiagonalHas() {
            GaussianMixture law = GaussianMixture.paper(6);
            EntropyRange range = new EntropyRange(1, -8, 9);
            EntropyEstimate bound =
                    GaussianFit.diagonal(points(law, 8000, 1), 6).lowerBound(range, points(law, 8000, 2));
            assertEquals(1.83, bound.nats(), 4 * bound.standardError() + .005, "by another's code");
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
            EntropyEstimate bound = GaussianFit.full(training, 2)
                    .lowerBound(DiffusionProcess.vp().range(), heldOut);
            assertTrue(Double.isFinite(bound.nats()), bound + "");
        }
    }

    @Nested
    class FromACode {
        private static final EntropyRange RANGE = new EntropyRange(1, -8, 18);

        /** Images of a law that can be counted: each pixel black or white, or any value, as a coin says. */
        private static float[] coins(int images, int pixels, int values, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            float[] rows = new float[images * pixels];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) (random.nextInt(values) * (255 / (values - 1)) / 255.0);
            }
            return rows;
        }

        private static double meanSquare(float[] rows, int images) {
            double sum = 0;
            for (float x : rows) {
                sum += (double) x * x;
            }
            return sum / images;
        }

        @ParameterizedTest
        @CsvSource({"2, .03", "4, .03", "256, .06"})
        void isThatOfCertaintyWithoutTheEntropyOfTheImages(int values, double excess) {
            float[] rows = coins(4096, 64, values, 1);
            double entropy = 64 * Math.log(values);
            EntropyEstimate bound = CodeBound.of(RANGE, rows, 1, 8, 8);
            double tight = EntropyBounds.conditional(RANGE, 64, meanSquare(rows, 4096)) - entropy;
            assertTrue(bound.nats() <= tight + .1, bound + " above " + tight);
            assertEquals(tight, bound.nats(), excess * entropy);
            assertEquals("code-length", bound.method());
        }

        @Test
        void isBelowTheTotalEntropyOfPointsFarApart() {
            float[] rows = coins(2000, 1, 2, 3);
            double total = EmpiricalEntropy.of(RANGE, rows, 1, 1).nats();
            EntropyEstimate bound = CodeBound.of(RANGE, rows, 1, 1, 1);
            assertTrue(bound.nats() <= total + 4 * bound.standardError(), bound + " above " + total);
            assertEquals(total, bound.nats(), .05);
        }

        @Test
        void knowsThatColoursGoTogether() {
            float[] grey = coins(500, 64, 256, 5);
            float[] coloured = new float[2 * grey.length];
            for (int i = 0; i < grey.length; i++) {
                coloured[i / 64 * 128 + i % 64] = grey[i];
                coloured[i / 64 * 128 + 64 + i % 64] = grey[i];
            }
            double one = CodeBound.of(RANGE, grey, 1, 8, 8).nats();
            double both = CodeBound.of(RANGE, coloured, 2, 8, 8).nats();
            double certainOfSecond = EntropyBounds.conditional(RANGE, 64, meanSquare(grey, 500));
            assertTrue(both > one + certainOfSecond - 64 * Math.log(256) / 4, both + " and " + one);
        }

        @Test
        void isNoneWherePixelsAreNotOfEightBits() {
            assertNull(CodeBound.of(RANGE, new float[] {.1234f, 0}, 1, 1, 1));
            assertNull(CodeBound.of(RANGE, new float[] {-1, 1}, 1, 1, 1));
            assertNull(CodeBound.of(RANGE, new float[] {1}, 1, 1, 1), "one image has no error");
        }

        @Test
        void hasChancesThatAddUpToOne() {
            byte[] seen = {9, -128, 100, 9, -1, 0};
            double sum = 0;
            for (int next = 0; next < 256; next++) {
                ImageCode code = new ImageCode(1, 1, 1);
                for (int image = 0; image < seen.length; image++) {
                    code.length(seen, image);
                }
                sum += Math.exp(-code.length(new byte[] {(byte) next}, 0));
            }
            assertEquals(1, sum, 1e-9);
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
