package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.EntropyEstimate;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotalEntropyTest {
    /** N(m, s0²I) with ‖m‖² given. */
    static GaussianMixture gaussian(int dimension, double meanSquare, double deviation) {
        double[] mean = new double[dimension];
        Arrays.fill(mean, Math.sqrt(meanSquare / dimension));
        return GaussianMixture.gaussian(mean, deviation);
    }

    static double total(DiffusionProcess process, GaussianMixture law) {
        return TotalEntropy.of(process.range(), law).nats();
    }

    @Nested
    class OfAGaussian {
        @ParameterizedTest
        @CsvSource({
            "1, 0, .5, 1, 0.3181471806, 1.43e-8, 0.3181460403, 0.3181246816",
            "1, 1, .5, 1, 0.8181471806, 1.596e-4, 0.8179859890, 0.8181146816",
            "3, 3, .8, 1, 1.6294306539, 4.787e-4, 1.6289501860, 1.6293945791",
            "3, 3, .8, .1, 238.2616753750, 4.816e-2, 238.2132677615, 238.2568149158",
            "784, 80, .05, 1, 1997.6341024663, 1.278e-2, 1997.4651688045, 1994.5253936967"
        })
        void hasTheTabledValuesByDifferenceAndByQuadrature(
                int dimension, double m2, double s0, double kappa, double kl, double klEnd, double vp, double sl) {
            GaussianMixture law = gaussian(dimension, m2, s0);
            DiffusionProcess vpx = DiffusionProcess.vpx(kappa);
            DiffusionProcess line = DiffusionProcess.straightLine(kappa);

            assertEquals(kl, TotalEntropy.klToEquilibrium(vpx, law, 0), 1e-9);
            assertEquals(klEnd, TotalEntropy.klToEquilibrium(vpx, law, 1), Math.max(5e-11, 4e-4 * klEnd));
            assertEquals(vp, total(vpx, law), 1e-9);
            assertEquals(sl, total(line, law), 1e-9);
            assertEquals(vp, integratedRate(vpx, law), 1e-8);
            assertEquals(sl, integratedRate(line, law), 1e-8);
        }

        private double integratedRate(DiffusionProcess process, GaussianMixture law) {
            return Quadrature.integral(s -> TotalEntropy.rate(process, law, s), process.timeLow(), process.timeHigh());
        }

        @ParameterizedTest
        @CsvSource({
            "vp, 1, .1806615679, 1.5646536761, 3.7232654170, .1096141286, 6e-11",
            "vpx, .1, 24.34095997, 212.13030596, 557.92214493, 12.77562267, 6e-9",
            "sl, .1, 486.04195639, 461.44668582, 338.14876059, 87.06136364, 6e-9"
        })
        void hasTheTabledRates(
                String name, double kappa, double first, double second, double third, double last, double digits) {
            DiffusionProcess process = DiffusionProcess.named(name, kappa);
            GaussianMixture law = gaussian(3, 3, .8);
            assertEquals(first, TotalEntropy.rate(process, law, 1e-5), digits);
            assertEquals(second, TotalEntropy.rate(process, law, .05), digits);
            assertEquals(third, TotalEntropy.rate(process, law, .3), digits);
            assertEquals(last, TotalEntropy.rate(process, law, .8), digits);
        }

        @Test
        void isAnalyticWithoutAnError() {
            EntropyEstimate estimate = TotalEntropy.of(DiffusionProcess.vp().range(), gaussian(3, 3, .8));
            assertEquals("analytic", estimate.method());
            assertTrue(Double.isNaN(estimate.standardError()));
        }

        @Test
        void isNothingForTheEquilibriumItself() {
            assertEquals(0, total(DiffusionProcess.vpx(.1), gaussian(5, 0, .1)), 1e-14);
        }
    }

    @Nested
    class OfAMixture {
        // the tabled values rest on entropies known to ±.001
        @ParameterizedTest
        @CsvSource({"3, vp, 1, 1.0975", "6, vp, 1, 2.9112", "3, vpx, .1, 259.884", "6, vpx, .1, 564.100"})
        void hasTheTabledValues(int dimension, String name, double kappa, double expected) {
            EntropyEstimate estimate =
                    TotalEntropy.of(DiffusionProcess.named(name, kappa).range(), GaussianMixture.paper(dimension));
            assertEquals("monte-carlo", estimate.method());
            assertEquals(expected, estimate.nats(), .001 + 4 * estimate.standardError());
            assertTrue(estimate.standardError() < .002, () -> "standard error " + estimate.standardError());
        }

        @ParameterizedTest
        @CsvSource({"3, 4.3431", "6, 8.4106"})
        void hasTheTabledEntropyOfTheData(int dimension, double expected) {
            GaussianMixture law = GaussianMixture.paper(dimension);
            double kappa = 1;
            double kl =
                    TotalEntropy.of(DiffusionProcess.vpx(kappa).range(), law).nats();
            double closed = dimension / 2. * Math.log(2 * Math.PI) + law.secondMoment() / 2;
            // KL(p_T‖p_eq) is 2e-4 to 6e-4, the start at 1e-5 hides less
            assertEquals(expected, closed - kl, .003);
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 9})
        void hasASmallErrorByDefaultInEveryDimensionOfThePaper(int dimension) {
            EntropyEstimate estimate = TotalEntropy.of(DiffusionProcess.vp().range(), GaussianMixture.paper(dimension));
            assertTrue(estimate.standardError() < .002, () -> "standard error " + estimate.standardError());
        }

        @Test
        void agreesWithAPlainMeanOfLogDensities() {
            DiffusionProcess process = DiffusionProcess.vpx(.5);
            GaussianMixture law = GaussianMixture.paper(2);
            EntropyEstimate estimate = TotalEntropy.of(process.range(), law, 100_000, 11);
            SplittableRandom random = new SplittableRandom(5);
            RunningMoments plain = new RunningMoments();
            for (int n = 0; n < 100_000; n++) {
                plain.add(logRatio(process, law, process.timeLow(), random)
                        - logRatio(process, law, process.timeHigh(), random));
            }
            double error = Math.hypot(plain.standardError(), estimate.standardError());
            assertEquals(plain.mean(), estimate.nats(), 4 * error);
        }

        private double logRatio(DiffusionProcess process, GaussianMixture law, double s, SplittableRandom random) {
            double[] y = new double[law.dimension()];
            law.sample(random, y);
            for (int d = 0; d < y.length; d++) {
                y[d] = process.mu(s) * y[d] + process.sigma(s) * random.nextGaussian();
            }
            GaussianMixture equilibrium = GaussianMixture.gaussian(new double[y.length], process.kappa());
            return law.logDensity(process, s, y) - equilibrium.logDensity(y);
        }

        @Test
        void equalsTheClosedFormWhereTheComponentsCoincide() {
            double[] mean = {1, -.5};
            GaussianMixture twins =
                    new GaussianMixture(new double[] {.3, .7}, new double[][] {mean, mean}, new double[] {.6, .6});
            GaussianMixture one = GaussianMixture.gaussian(mean, .6);
            EntropyEstimate estimate = TotalEntropy.of(DiffusionProcess.vp().range(), twins, 100, 1);
            assertEquals(total(DiffusionProcess.vp(), one), estimate.nats(), 1e-12);
        }

        @Test
        void statesAnErrorThatRepetitionConfirms() {
            RunningMoments values = new RunningMoments();
            RunningMoments stated = new RunningMoments();
            for (int seed = 0; seed < 200; seed++) {
                EntropyEstimate estimate =
                        TotalEntropy.of(DiffusionProcess.vp().range(), GaussianMixture.paper(3), 200, seed);
                values.add(estimate.nats());
                stated.add(estimate.standardError());
            }
            assertEquals(1, stated.mean() / values.deviation(), .2);
        }

        @Test
        void isTheSameForTheSameSeed() {
            GaussianMixture law = GaussianMixture.paper(3);
            assertEquals(
                    TotalEntropy.of(DiffusionProcess.vp().range(), law, 100, 4),
                    TotalEntropy.of(DiffusionProcess.vp().range(), law, 100, 4));
        }

        @Test
        void hasNoClosedRateNorClosedDivergence() {
            GaussianMixture law = GaussianMixture.paper(3);
            DiffusionProcess vp = DiffusionProcess.vp();
            assertThrows(IllegalArgumentException.class, () -> TotalEntropy.rate(vp, law, .5));
            assertThrows(IllegalArgumentException.class, () -> TotalEntropy.klToEquilibrium(vp, law, .5));
            assertThrows(IllegalArgumentException.class, () -> TotalEntropy.of(vp.range(), law, 1, 0));
        }
    }

    @Nested
    class Invariances {
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void anotherClockChangesOnlyTheEnds(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            GaussianMixture law = gaussian(1 + random.nextInt(5), 3 * random.nextDouble(), .1 + random.nextDouble());
            double kappa = .1 + random.nextDouble();
            DiffusionProcess curved = DiffusionProcess.vpx(kappa);
            DiffusionProcess line = DiffusionProcess.straightLine(kappa);
            double ends = TotalEntropy.klToEquilibrium(curved, law, curved.timeLow())
                    - TotalEntropy.klToEquilibrium(line, law, line.timeLow())
                    - TotalEntropy.klToEquilibrium(curved, law, curved.timeHigh())
                    + TotalEntropy.klToEquilibrium(line, law, line.timeHigh());
            assertEquals(ends, total(curved, law) - total(line, law), 1e-9);

            double s = random.nextDouble();
            double same = 1 - curved.mu(s);
            assertEquals(
                    TotalEntropy.klToEquilibrium(curved, law, s), TotalEntropy.klToEquilibrium(line, law, same), 1e-9);
            assertEquals(
                    TotalEntropy.rate(curved, law, s) / curved.beta(s),
                    TotalEntropy.rate(line, law, same) / line.beta(same),
                    1e-9 * TotalEntropy.rate(curved, law, s));
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void scalingDataAndKappaTogetherChangesNothing(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double c = .1 + 5 * random.nextDouble();
            double kappa = .1 + random.nextDouble();
            GaussianMixture law = PaperMixtures.drawn(1 + random.nextInt(5), seed);
            EntropyEstimate plain = TotalEntropy.of(DiffusionProcess.vpx(kappa).range(), law, 1000, seed);
            EntropyEstimate scaled =
                    TotalEntropy.of(DiffusionProcess.vpx(c * kappa).range(), Laws.scaled(law, c), 1000, seed);
            assertEquals(plain.nats(), scaled.nats(), 1e-9 * Math.abs(plain.nats()));
            assertEquals(plain.standardError(), scaled.standardError(), 1e-9);
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void rotatingTheDataChangesNothing(long seed) {
            GaussianMixture law = PaperMixtures.drawn(4, seed);
            GaussianMixture rotated = Laws.mapped(law, Laws.rotation(4, seed)::apply);
            EntropyEstimate plain = TotalEntropy.of(DiffusionProcess.vp().range(), law, 20_000, seed);
            EntropyEstimate turned = TotalEntropy.of(DiffusionProcess.vp().range(), rotated, 20_000, seed + 100);
            double error = Math.hypot(plain.standardError(), turned.standardError());
            assertEquals(plain.nats(), turned.nats(), 4 * error);
        }
    }
}
