package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EvaluationRuleTest {
    private static final DiffusionProcess PROCESS = DiffusionProcess.vpx(.1);

    @Test
    void papersRuleLeavesOutTheFirstAndTheLastCell() {
        EvaluationGrid grid = grid(EvaluationRule.PAPER);
        double cell = (PROCESS.timeHigh() - PROCESS.timeLow()) / (EvaluationGrid.PAPER_POINTS - 1);
        GridEntropies entropies = new GridEntropies(grid, 1);
        for (int i = 0; i < grid.size(); i++) {
            // a rate of 1 nat per unit of time everywhere; d = d̃, so that both entropies have it
            entropies.add(i, 0, 1 / grid.rates()[i], 1 / grid.rates()[i]);
        }

        assertEquals(97 * cell, entropies.neural().mean(), 1e-12);
        assertEquals(97 * cell, entropies.learned().mean(), 1e-12);
        assertEquals(99 * cell, entropies.wholeLearned(), 1e-12);
        assertEquals(cell, grid.times()[1] - grid.times()[0], 1e-12);
    }

    /** The mixture's own rate: equally spaced times miss what changes within the first cell, equally spaced log-SNRs do not. */
    @Test
    void exactRuleIntegratesWhatThePapersMisses() {
        GaussianMixture law = GaussianMixture.gaussian(new double[784], .05);
        DiffusionProcess vp = DiffusionProcess.vp();
        EntropySettings settings = new EntropySettings(Estimator.TIME_AVERAGE, vp.range(), false);
        double total = TotalEntropy.of(vp.range(), law).nats();

        double exact = integral(settings.grid(vp), vp, .05, 784);
        double paper = integral(EvaluationGrid.asInPaper(vp), vp, .05, 784);

        assertEquals(total, exact, 3e-3 * total);
        assertTrue(paper < .93 * total, paper + " of " + total);
    }

    /** S_NN of an ideal network on N(0, s0²I), whose E‖d*‖² is closed. */
    private static double integral(EvaluationGrid grid, DiffusionProcess process, double s0, int dimension) {
        GridEntropies entropies = new GridEntropies(grid, 1);
        for (int i = 0; i < grid.size(); i++) {
            double t = grid.times()[i];
            double noise = Math.pow(process.sigma(t), 2);
            double signal = Math.pow(process.alpha(t), 2);
            double v = signal * s0 * s0 + noise;
            double u = noise + signal;
            double square = noise * dimension * (v - u) * (v - u) / (u * u * v);
            entropies.add(i, 0, square, square);
        }
        return entropies.neural().mean();
    }

    @Test
    void exactRuleOnTheProcesssClockHasAscendingTimesToItsEnds() {
        double[] times = grid(EvaluationRule.EXACT).times();

        double[] sorted = times.clone();
        Arrays.sort(sorted);
        assertTrue(Arrays.equals(sorted, times));
        assertEquals(PROCESS.timeLow(), times[0], 1e-12);
        assertEquals(PROCESS.timeHigh(), times[times.length - 1], 1e-12);
    }

    private static EvaluationGrid grid(EvaluationRule rule) {
        return new EntropySettings(Estimator.TIME_AVERAGE, PROCESS.range(), false, rule).grid(PROCESS);
    }
}
