package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Steps, evaluations and S_tot have the range of the cells that count, whatever the estimator. */
    @ParameterizedTest
    @CsvSource({"vp, TIME_AVERAGE", "vpx, BINS", "sl, TIME_AVERAGE", "sl, BINS", "cosine, BINS"})
    void papersRuleSharesItsRangeWithTheSteps(String name, Estimator estimator) {
        DiffusionProcess process = DiffusionProcess.named(name);
        EntropySettings settings = papers(estimator, process);
        GaussianMixture law = GaussianMixture.gaussian(new double[] {1, 1, 1}, .8);
        double total = TotalEntropy.of(settings.range(), law).nats();

        EvaluationGrid grid = settings.grid(process);
        assertEquals(settings.range().high(), process.logSnr(grid.times()[1]), 1e-12);
        assertEquals(settings.range().low(), process.logSnr(grid.times()[98]), 1e-12);

        SplittableRandom random = new SplittableRandom(1);
        BatchEntropies steps = settings.forBatches(process, TimeLaw.STRATIFIED, 20_000, 1, 3, 4.92);
        double[] times = new double[20_000];
        TimeLaw.STRATIFIED.draw(process, random, times);
        double[] x = new double[3];
        steps.reset();
        for (int i = 0; i < times.length; i++) {
            law.sample(random, x);
            Throw drawn = Throw.of(process, law, x, times[i], random);
            steps.add(i, times[i], drawn.square(), drawn.cross(), null);
        }
        Moments neural = steps.neural();
        assertEquals(total, neural.mean(), 4 * Math.sqrt(neural.variance() / neural.count()));
        ThrowsOutside outside = steps.outside();
        assertEquals(settings.range().shareAbove(process) * times.length, outside.above(), 2);
        assertEquals(settings.range().shareBelow(process) * times.length, outside.below(), 2);
    }

    /** On a process of entropy matching: what the rule integrates is S_tot of the range to a thousandth, and never 1 % above it. */
    @ParameterizedTest
    @CsvSource({"vp", "vpx", "sl"})
    void papersRuleMeasuresTheTotalEntropyOfItsRange(String name) {
        DiffusionProcess process = DiffusionProcess.named(name);
        EntropySettings settings = papers(Estimator.TIME_AVERAGE, process);
        double s0 = .8;
        GaussianMixture law = GaussianMixture.gaussian(new double[3], s0);

        double kappaSquare = process.kappa() * process.kappa();
        GridEntropies entropies = new GridEntropies(settings.grid(process), 1);
        for (int i = 0; i < settings.grid(process).size(); i++) {
            double t = settings.grid(process).times()[i];
            double noise = Math.pow(process.sigma(t), 2);
            double signal = Math.pow(process.alpha(t), 2);
            double v = signal * s0 * s0 + noise;
            double u = noise + kappaSquare * signal;
            entropies.add(i, 0, noise * 3 * (v - u) * (v - u) / (u * u * v), 0);
        }

        double total = TotalEntropy.of(settings.range(), law).nats();
        assertEquals(total, entropies.neural().mean(), 1e-3 * total);
    }

    /** The likelihood takes all cells, and hence the whole range. */
    @Test
    void likelihoodByThePapersRuleHasAllOfTheRange() {
        assertEquals(PROCESS.range(), papers(Estimator.BINS, PROCESS).likelihoodRange(PROCESS));
        EntropySettings exact = EntropySettings.of(Estimator.BINS, PROCESS, Objective.NOISE_PREDICTION, false);
        assertEquals(exact.range(), exact.likelihoodRange(PROCESS));
    }

    @Test
    void thePapersRuleIsNotMadeForGridsOfTimes() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> papers(Estimator.BINS, DiffusionProcess.named("ddpm-linear")));

        assertTrue(refusal.getMessage().endsWith("use exact"), refusal.getMessage());
    }

    private static EntropySettings papers(Estimator estimator, DiffusionProcess process) {
        return EntropySettings.of(estimator, process, Objective.ENTROPY_MATCHING, false, EvaluationRule.PAPER);
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
