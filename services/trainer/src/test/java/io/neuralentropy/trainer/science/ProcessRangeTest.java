package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All processes are one path with different clocks: what they have in common, and where they begin and end. */
class ProcessRangeTest {
    static List<DiffusionProcess> all() {
        return List.of(
                DiffusionProcess.vp(),
                DiffusionProcess.vpx(.1),
                DiffusionProcess.straightLine(.1),
                DiffusionProcess.named("cosine"),
                DiffusionProcess.named("rectified-flow", .5),
                DiffusionProcess.named("edm"),
                DiffusionProcess.named("ddpm-linear"),
                DiffusionProcess.named("ddpm-scaled-linear"),
                DiffusionProcess.named("ddpm-cosine"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void logSnrIsThatOfAlphaAndSigma(DiffusionProcess process) {
        for (double t = .005; t < 1; t += .01) {
            assertEquals(2 * Math.log(process.alpha(t) / process.sigma(t)), process.logSnr(t), 1e-9, "at " + t);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void muSquareDependsOnLogSnrAndKappaAlone(DiffusionProcess process) {
        for (double t = .005; t < 1; t += .01) {
            double odds = process.kappa() * process.kappa() * Math.exp(process.logSnr(t));
            assertEquals(odds / (1 + odds), Math.pow(process.mu(t), 2), 1e-12);
            assertEquals(1 / (1 + odds), process.lost(t), 1e-12);
            assertEquals(process.mu(t) / process.alpha(t), process.relaxingScale(t), 1e-12 * process.relaxingScale(t));
            double sigma = process.relaxingScale(t) * process.sigma(t);
            assertEquals(sigma, process.relaxingSigma(t), 1e-12 * sigma);
            EntropyRange range = process.range();
            assertEquals(process.lost(t), range.lost(process.logSnr(t)), 1e-12);
            assertEquals(Math.pow(process.mu(t), 2), range.muSquare(process.logSnr(t)), 1e-12);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void logSnrFallsAtTheRateThatItSays(DiffusionProcess process) {
        double integral = 0;
        double h = 1e-5;
        double from = .0505;
        double to = .9495;
        int cells = (int) Math.round((to - from) / h);
        for (int i = 0; i < cells; i++) {
            integral += h * process.logSnrFall(from + (i + .5) * h);
        }
        double expected = process.logSnr(from) - process.logSnr(to);
        // a grid's cells are centred on its values: half a cell at either end
        assertEquals(expected, integral, process.isDiscrete() ? .01 * expected : 1e-6 * expected);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aTimeIsFoundByItsLogSnr(DiffusionProcess process) {
        for (double t = .0105; t < 1; t += .05) {
            double found = process.timeOf(process.logSnr(t));
            assertEquals(process.logSnr(t), process.logSnr(found), 1e-9);
        }
        assertEquals(process.timeHigh(), process.timeOf(-1e9), 1e-12);
        assertEquals(process.timeLow(), process.timeOf(1e9), 1e-12);
    }

    @Test
    void aDiscreteProcessSumsByTheTrapezoidOverItsValues() {
        DiffusionProcess process = DiffusionProcess.named("ddpm-linear");
        double sum = 0;
        for (int i = 0; i < 1000; i++) {
            sum += process.rate((i + .5) / 1000) / 1000;
        }
        assertEquals(process.range().length() / 2, sum, 1e-10);
    }

    @ParameterizedTest
    @CsvSource({
        "ddpm-linear, -10.11767318, 9.21024037",
        "ddpm-cosine, -19.83588215, 10.09498881",
        "rectified-flow, -13.81350956, 13.81350956",
        "vp, -8.04968085, 13.81471537"
    })
    void wholeRangesAreTheTabledOnes(String name, double low, double high) {
        EntropyRange range = DiffusionProcess.named(name).range();
        assertEquals(low, range.low(), 1e-8);
        assertEquals(high, range.high(), 1e-8);
    }

    @Test
    void scaledLinearStartsWhereStableDiffusionDoes() {
        assertEquals(7.07, DiffusionProcess.named("ddpm-scaled-linear").range().high(), .005);
    }

    /** S_tot of N(m, s₀²I) over the ranges of known processes, also where the process here starts elsewhere. */
    @ParameterizedTest
    @CsvSource({
        "-10.11767318, 9.21024037, .817964524, 1.629189744, 1982.330764, 1.999180060, 6.926959133",
        "-19.83588215, 10.09498881, .818080096, 1.629356184, 1991.244017, 1.999669766, 6.928762972",
        "-8.76405327, 12.42921620, .818062564, 1.629189098, 1997.004122, 1.999889879, 6.929635931",
        "-13.81350956, 13.81350956, .818145051, 1.629427344, 1997.477724, 1.999991483, 6.929957846",
        "-8.04968085, 13.81471537, .817985989, 1.628950186, 1997.465169, 1.999832405, 6.929480606"
    })
    void totalEntropiesAreTheTabledOnes(
            double low, double high, double first, double second, double third, double half, double secondHalf) {
        assertTotal(first, new EntropyRange(1, low, high), 1, 1, .5);
        assertTotal(second, new EntropyRange(1, low, high), 3, 3, .8);
        assertTotal(third, new EntropyRange(1, low, high), 784, 80, .05);
        assertTotal(half, new EntropyRange(.5, low, high), 1, 1, .5);
        assertTotal(secondHalf, new EntropyRange(.5, low, high), 3, 3, .8);
    }

    private static void assertTotal(double expected, EntropyRange range, int dimension, double m2, double s0) {
        GaussianMixture law = TotalEntropyTest.gaussian(dimension, m2, s0);
        double digit = expected > 1000 ? 6e-7 : 1e-8;
        assertEquals(expected, TotalEntropy.of(range, law).nats(), digit);
        assertEquals(expected, integral(range, dimension, m2, s0), digit * 4);
    }

    /** ½∫E‖d*‖²dλ by quadrature, E‖d*‖² = σ²[α²‖m‖²/u² + D(v − u)²/(u²v)] with α² = 1. */
    private static double integral(EntropyRange range, int dimension, double m2, double s0) {
        return Quadrature.integral(
                logSnr -> ideal(range.kappa(), logSnr, dimension, m2, s0) / 2, range.low(), range.high());
    }

    private static double ideal(double kappa, double logSnr, int dimension, double m2, double s0) {
        double noise = Math.exp(-logSnr);
        double v = s0 * s0 + noise;
        double u = noise + kappa * kappa;
        return noise * (m2 / (u * u) + dimension * (v - u) * (v - u) / (u * u * v));
    }

    @ParameterizedTest
    @CsvSource({"ddpm-linear, .818004678, 1.629238765, 1983.657146", "ddpm-cosine, .818100366, 1.629392837, 1991.878295"
    })
    void sumsOverAGridAreTheTabledOnes(String name, double first, double second, double third) {
        assertEquals(first, sum(name, 1, 1, .5), 1e-9);
        assertEquals(second, sum(name, 3, 3, .8), 1e-9);
        assertEquals(third, sum(name, 784, 80, .05), 1e-6);
    }

    private static double sum(String name, int dimension, double m2, double s0) {
        DiffusionProcess process = DiffusionProcess.named(name);
        double sum = 0;
        for (int i = 0; i < 1000; i++) {
            double t = (i + .5) / 1000;
            sum += process.rate(t) * ideal(1, process.logSnr(t), dimension, m2, s0) / 1000;
        }
        return sum;
    }

    @Test
    void conditionalEntropyIsTheTabledOne() {
        double secondMoment = 3 + 3 * .64;
        assertEquals(14.775315, conditional("ddpm-linear", 1, secondMoment), 1e-6);
        assertEquals(20.073085, conditional("ddpm-linear", .5, secondMoment), 1e-6);
    }

    private static double conditional(String name, double kappa, double secondMoment) {
        return EntropyBounds.conditional(DiffusionProcess.named(name, kappa).range(), 3, secondMoment);
    }

    @Nested
    class TheRuleOfTheBins {
        @ParameterizedTest
        @CsvSource({"edm, NOISE_PREDICTION, -4.8, 9", "rectified-flow, VELOCITY, -8, 9", "cosine, V_PREDICTION, -8, 9"})
        void takesWhatTrainingSeesWithinMinusEightAndNine(String name, Objective objective, double low, double high) {
            EntropyRange range = Estimator.BINS.range(DiffusionProcess.named(name), objective);
            // training's times end 1e-7 before the law does
            assertEquals(low, range.low(), 1e-3);
            assertEquals(high, range.high(), 1e-3);
        }

        @Test
        void takesThreeDeviationsOfANormalLaw() {
            DiffusionProcess process = DiffusionProcess.named("edm", null, new EdmLaw(null, -.5, .5));
            EntropyRange range = Estimator.BINS.range(process, Objective.EDM);
            assertEquals(1 - 3, range.low(), 1e-3);
            assertEquals(1 + 3, range.high(), 1e-3);
            assertEquals(.0013498980316, process.shareAbove(4), 2e-7);
        }

        @Test
        void takesAllOfAGrid() {
            DiffusionProcess process = DiffusionProcess.named("ddpm-cosine");
            assertEquals(process.range(), Estimator.BINS.range(process, Objective.V_PREDICTION));
        }

        @Test
        void endsAtSevenWhereErrorsCountBySnr() {
            DiffusionProcess process = DiffusionProcess.named("rectified-flow");
            assertEquals(
                    7, Estimator.BINS.range(process, Objective.DATA_PREDICTION).high());
        }

        @Test
        void refusesAKappaThatLeavesNothing() {
            DiffusionProcess process = DiffusionProcess.vpx(1e-8);
            assertThrows(
                    IllegalArgumentException.class, () -> Estimator.BINS.range(process, Objective.NOISE_PREDICTION));
        }
    }

    @Test
    void averagesOverTimeAreNotForNormalLaws() {
        assertThrows(IllegalArgumentException.class, () -> Estimator.TIME_AVERAGE.check(DiffusionProcess.named("edm")));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-7, .0013498980316300946, .02425, .3, .5, .97, 1 - 1e-7})
    void quantilesOfTheNormalLawInvertItsDistribution(double p) {
        double z = StandardNormal.quantile(p);
        double area = Quadrature.integral(StandardNormal::density, Math.min(z, 0) - 1e-300, Math.max(z, 0));
        assertEquals(Math.abs(p - .5), area, 1e-12);
    }

    @Test
    void quantilesAreTheTabledOnes() {
        assertEquals(-3, StandardNormal.quantile(.0013498980316300946), 1e-12);
        assertEquals(1.959963984540054, StandardNormal.quantile(.975), 1e-14);
        assertTrue(StandardNormal.quantile(.5) == 0);
    }
}
