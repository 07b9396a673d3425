package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathLikelihoodTest {
    /**
     * A single Gaussian N(m, s0²I), with its S_tot and KL(p_T‖p_eq) from a table: the ideal network's bound is −H of the data
     * diffused to the first time and scaled back, less that KL.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 0, .5, 1, .3181460403, 1.43e-8",
        "1, 1, .5, 1, .8179859890, 1.596e-4",
        "3, 3, .8, 1, 1.6289501860, 4.787e-4",
        "3, 3, .8, .1, 238.2132677615, 4.816e-2",
        "784, 80, .05, 1, 1997.4651688045, 1.278e-2"
    })
    void ofAnIdealNetworkIsTheDatasOwn(int d, double mean, double s0, double kappa, double total, double end) {
        DiffusionProcess process = DiffusionProcess.vpx(kappa);
        EntropyRange range = process.range();
        double muSquare = range.muSquare(range.high());
        double spread = s0 * s0 + kappa * kappa * range.lost(range.high()) / muSquare;
        double expected = -d / 2.0 * Math.log(2 * Math.PI * Math.E * spread) - end;

        double bound = new PathLikelihood(range, EvaluationRule.EXACT, d).bound(mean + d * s0 * s0, total);

        // the tabulated KL has four digits
        assertEquals(expected, bound, 1e-7 + 1e-3 * end);
    }

    /** −H[p_d] of the data, D = 1: the scaling back matters at a range that ends early. */
    @ParameterizedTest
    @CsvSource({"2", "5", "9"})
    void isADensityOfTheDataWhereverTheRangeEnds(double high) {
        EntropyRange range = new EntropyRange(1, -12, high);
        GaussianMixture law = GaussianMixture.gaussian(new double[] {1}, .5);
        double total = TotalEntropy.of(range, law).nats();

        double bound = new PathLikelihood(range, EvaluationRule.EXACT, 1).bound(law.secondMoment(), total);

        double blurred = .25 + Math.exp(-high);
        assertEquals(-Math.log(2 * Math.PI * Math.E * blurred) / 2, bound, 1e-5);
        assertTrue(bound <= -Math.log(2 * Math.PI * Math.E * .25) / 2, "never above −H");
    }

    /** What the paper's code leaves out, ½μ²E‖x‖²/Σ² at the last time, for its mixtures. */
    @ParameterizedTest
    @CsvSource({"3, 1, .00086", "6, 1, .0019", "9, 1, .0033", "3, .1, .086", "6, .1, .185", "9, .1, .334"})
    void papersRuleIsTooHighByTheTermThatItLeavesOut(int d, double kappa, double excess) {
        EntropyRange range = DiffusionProcess.vpx(kappa).range();
        double square = GaussianMixture.paper(d).secondMoment();

        double paper = new PathLikelihood(range, EvaluationRule.PAPER, d).bound(square, 1);
        double exact = new PathLikelihood(range, EvaluationRule.EXACT, d).bound(square, 1);

        assertEquals(excess, paper - exact, .02 * excess + 5e-5);
    }

    /** KL(p_d‖p_θ) ≤ L_EM + KL(p_T‖p_eq): of e = a·e* it is (1 − a)²·S_tot, from throws alone. */
    @ParameterizedTest
    @CsvSource({"vp, 1", "vp, .5", "vpx, .9", "rectified-flow, .5", "cosine, 1"})
    void boundsTheKlByTheExcessLoss(String name, double a) {
        DiffusionProcess process = DiffusionProcess.named(name);
        EntropyRange range = process.range();
        GaussianMixture law = GaussianMixture.paper(3);
        PathLikelihood likelihood = new PathLikelihood(range, EvaluationRule.EXACT, 3);
        EvaluationGrid grid = EvaluationGrid.ofLogSnr(process, range, 150);
        SplittableRandom random = new SplittableRandom(2);
        int points = 1500;
        double[] kl = new double[points];
        double[] x = new double[3];
        for (int i = 0; i < points; i++) {
            law.sample(random, x);
            double norm = x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
            kl[i] = law.logDensity(x) - likelihood.bound(norm, learned(process, law, grid, a, x, random));
        }
        double mean = 0;
        double square = 0;
        for (double value : kl) {
            mean += value / points;
            square += value * value / points;
        }
        double error = Math.sqrt((square - mean * mean) / points);

        double total = TotalEntropy.of(range, law).nats();
        assertEquals((1 - a) * (1 - a) * total, mean, 4 * error + .002 * total, "standard error " + error);
    }

    /** S_lin of one point, one throw at each place of the grid. */
    private static double learned(
            DiffusionProcess process,
            GaussianMixture law,
            EvaluationGrid grid,
            double a,
            double[] x,
            SplittableRandom random) {
        double sum = 0;
        double[] point = new double[x.length];
        double[] ideal = new double[x.length];
        for (int i = 0; i < grid.size(); i++) {
            double t = grid.times()[i];
            double sigma = process.relaxingSigma(t);
            double[] noise = new double[x.length];
            for (int d = 0; d < x.length; d++) {
                noise[d] = random.nextGaussian();
                point[d] = process.alpha(t) * x[d] + process.sigma(t) * noise[d];
            }
            law.idealOutput(process, t, point, ideal);
            double rate = 0;
            for (int d = 0; d < x.length; d++) {
                double own = a * sigma * ideal[d];
                double target = process.equilibriumNoise(t) * point[d] - noise[d];
                rate += grid.rates()[i] * (2 * own * target - own * own);
            }
            double before = i == 0 ? grid.places()[0] : grid.places()[i - 1];
            double after = i == grid.size() - 1 ? grid.places()[i] : grid.places()[i + 1];
            sum += rate * (after - before) / 2;
        }
        return sum;
    }
}
