package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.EntropyEstimate;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntropyBoundsTest {
    private static double gaussian(DiffusionProcess process, GaussianMixture law) {
        return EntropyBounds.gaussian(process.range(), law).nats();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, .5, 1", "3, 3, .8, .1", "60, 80, .05, 1"})
    void gaussianBoundIsTightForAGaussian(int dimension, double m2, double s0, double kappa) {
        GaussianMixture law = TotalEntropyTest.gaussian(dimension, m2, s0);
        DiffusionProcess process = DiffusionProcess.vpx(kappa);
        double total = TotalEntropyTest.total(process, law);
        assertEquals(total, gaussian(process, law), 1e-11 * (1 + total));
    }

    @Test
    void gaussianBoundSumsOverTheAxesOfADiagonalCovariance() {
        DiffusionProcess process = DiffusionProcess.straightLine(.4);
        double[] variances = {.01, .5, 2};
        double[] mean = {.3, 0, -1};
        double[][] covariance = new double[3][3];
        double expected = 0;
        for (int d = 0; d < 3; d++) {
            covariance[d][d] = variances[d];
            expected += TotalEntropyTest.total(
                    process, GaussianMixture.gaussian(new double[] {mean[d]}, Math.sqrt(variances[d])));
        }
        assertEquals(
                expected,
                EntropyBounds.gaussian(process.range(), mean, covariance, "x").nats(),
                1e-10);
    }

    @ParameterizedTest
    @CsvSource({"6, 2.44, .005"})
    void gaussianBoundHasTheTabledValue(int dimension, double expected, double digit) {
        assertEquals(expected, gaussian(DiffusionProcess.vp(), GaussianMixture.paper(dimension)), digit);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void totalEntropyLiesBetweenTheBounds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DiffusionProcess process = seed % 2 == 0
                ? DiffusionProcess.vpx(.1 + random.nextDouble())
                : DiffusionProcess.straightLine(.1 + random.nextDouble());
        GaussianMixture law = PaperMixtures.drawn(1 + random.nextInt(6), seed);
        EntropyEstimate estimate = TotalEntropy.of(process.range(), law, 20_000, 1);
        double total = estimate.nats();
        assertTrue(gaussian(process, law) <= total + 4 * estimate.standardError());
        assertTrue(total <= EntropyBounds.conditional(process.range(), law.dimension(), law.secondMoment()));
    }

    @Test
    void gaussianBoundTurnsWithTheData() {
        GaussianMixture law = GaussianMixture.paper(6);
        GaussianMixture turned = Laws.mapped(law, Laws.rotation(6, 3)::apply);
        assertEquals(gaussian(DiffusionProcess.vp(), law), gaussian(DiffusionProcess.vp(), turned), 1e-11);
    }

    @Test
    void constantColumnsAreFine() {
        double[][] covariance = {{1, 0}, {0, 0}};
        double nats = EntropyBounds.gaussian(DiffusionProcess.vp().range(), new double[2], covariance, "x")
                .nats();
        // −½ ln(1 − μ²) of a known coordinate, by far the largest term
        assertEquals(-.5 * (1 + Math.log(DiffusionProcess.vp().lost(1e-5))), nats, 1e-3);
    }

    @Test
    void refusesWhatIsNoCovariance() {
        double[][] matrix = {{1, 2}, {2, 1}};
        DiffusionProcess vp = DiffusionProcess.vp();
        assertThrows(
                IllegalArgumentException.class, () -> EntropyBounds.gaussian(vp.range(), new double[2], matrix, "x"));
    }

    @ParameterizedTest
    @CsvSource({"vp, 1", "vpx, .1", "sl, .1"})
    void conditionalBoundIsTheIntegralOfTheTargetsSquare(String name, double kappa) {
        DiffusionProcess process = DiffusionProcess.named(name, kappa);
        int dimension = 3;
        double secondMoment = 5.3682;
        // ẽ = μx/κ² − μ²z/Σ
        double integral = Quadrature.integral(
                s -> {
                    double muSquare = process.mu(s) * process.mu(s);
                    double square = muSquare * secondMoment / Math.pow(kappa, 4)
                            + dimension * muSquare * muSquare / Math.pow(process.sigma(s), 2);
                    return process.weight(s) * square;
                },
                process.timeLow(),
                process.timeHigh());
        double bound = EntropyBounds.conditional(process.range(), dimension, secondMoment);
        assertEquals(bound, integral, 1e-9 * bound);
    }

    @Test
    void conditionalBoundHasTheTabledValueOfMnist() {
        assertEquals(5067, EntropyBounds.conditional(DiffusionProcess.vp().range(), 784, 87.8), .6);
    }

    /** S_lin = K_cond − L_ML in expectation, for any output: here half the ideal one. */
    @ParameterizedTest
    @CsvSource({"vp, 1", "vpx, .1", "sl, .1"})
    void learnedEntropyIsTheConditionalBoundLessTheLikelihoodLoss(String name, double kappa) {
        DiffusionProcess process = DiffusionProcess.named(name, kappa);
        GaussianMixture law = GaussianMixture.paper(3);
        double length = process.timeHigh() - process.timeLow();
        SplittableRandom random = new SplittableRandom(10);
        RunningMoments sum = new RunningMoments();
        double[] s = new double[50_000];
        TimeLaw.STRATIFIED.draw(process, random, s);
        double[] x = new double[3];
        for (double time : s) {
            law.sample(random, x);
            Throw drawn = Throw.of(process, law, x, time, random);
            double square = drawn.square() / 4;
            double cross = drawn.cross() / 2;
            double learned = length * process.rate(time) * (2 * cross - square);
            double loss = length * process.rate(time) * (square - 2 * cross + drawn.targetSquare());
            sum.add(learned + loss);
        }
        double bound = EntropyBounds.conditional(process.range(), 3, law.secondMoment());
        assertEquals(bound, sum.mean(), 4 * sum.standardError());
    }

    @Test
    void methodIsStated() {
        assertEquals(
                "analytic",
                EntropyBounds.gaussian(DiffusionProcess.vp().range(), GaussianMixture.paper(2))
                        .method());
        double[][] covariance = {{1}};
        assertEquals(
                "gaussian-fit",
                EntropyBounds.gaussian(DiffusionProcess.vp().range(), new double[1], covariance, "gaussian-fit")
                        .method());
        assertTrue(Arrays.stream(covariance[0]).allMatch(v -> v == 1), "the covariance is not changed");
    }
}
