package io.neuralentropy.monitor.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The calibration in docs/detectors.md on 40 runs of a shape, with what is tolerated. */
class CalibrationTest {
    private static final int RUNS = 40;
    private static final long SEED = 8;

    private static ShapeResult result(Shape shape) {
        return ShapeResult.of(shape, RUNS, SEED, DetectorSettings.defaults());
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "LOG",
                "SPIKE_GROW",
                "PAPER_D6",
                "POWER",
                "SPARSE_GROW",
                "LOSS_COSINE",
                "LOSS_POWER",
                "LOSS_RESTARTS",
                "LOSS_SPIKE",
                "LOSS_SPARSE_GROW"
            })
    void whatGrowsIsNeverCalledSaturatedNorDecliningNorDiverged(Shape shape) {
        ShapeResult result = result(shape);
        assertEquals(0, result.early);
        assertEquals(0, result.falseDeclines);
        assertEquals(0, result.falseDivergences);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXP", "HILL", "FLAT_START", "LOSS_EXP", "LOSS_EARLY_RISE"})
    void whatSaturatesIsCalledSoAfterItIs(Shape shape) {
        ShapeResult result = result(shape);
        assertEquals(0, result.early);
        assertTrue(result.detected >= 38, "detected: " + result.detected);
        double median = ShapeResult.quantile(result.delays, 0.5);
        assertTrue(median < 13_000, "median delay: " + median);
        assertTrue(result.changes <= 1.5 * RUNS, "changes of state: " + result.changes);
        assertEquals(0, result.falseDeclines);
        assertEquals(0, result.falseDivergences);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLAT_START_UNKNOWN", "RESTARTS", "SPARSE", "LOSS_SPARSE", "LOSS_STEPS"})
    void healthyRunsOfEveryKindAreNeverDivergedNorDeclining(Shape shape) {
        ShapeResult result = result(shape);
        assertEquals(0, result.falseDeclines);
        assertEquals(0, result.falseDivergences);
    }

    @Test
    void everyDeadRunIsADivergenceSoon() {
        ShapeResult result = result(Shape.DEAD);
        assertEquals(RUNS, result.answered);
        assertTrue(ShapeResult.quantile(result.reactions, 0.9) < 1_200);
    }

    @Test
    void atExactlyTheThresholdFalseVerdictsAreRare() {
        assertTrue(result(Shape.EDGE).early <= 3);
    }

    @Test
    void everyCollapseIsADecline() {
        ShapeResult result = result(Shape.COLLAPSE);
        assertEquals(RUNS, result.answered);
        assertTrue(ShapeResult.quantile(result.reactions, 0.5) < 2_800);
        assertTrue(ShapeResult.quantile(result.reactions, 0.9) < 4_500);
        assertEquals(0, result.falseDivergences);
    }

    @Test
    void aSpikeThatRecoversIsNoDecline() {
        assertEquals(0, result(Shape.SPIKE_EXP).falseDeclines);
    }

    @Test
    void everyNaNIsADivergenceAtOnce() {
        ShapeResult result = result(Shape.NOT_A_NUMBER);
        assertEquals(RUNS, result.answered);
        assertEquals(0, ShapeResult.quantile(result.reactions, 1));
    }

    @Test
    void everyLossThatRunsAwayIsADivergenceSoon() {
        ShapeResult result = result(Shape.DIVERGE);
        assertEquals(RUNS, result.answered);
        assertTrue(ShapeResult.quantile(result.reactions, 0.9) < 1_200);
    }

    @Test
    void newGrowthWithdrawsTheVerdict() {
        ShapeResult result = result(Shape.LR_DROP);
        assertEquals(0, result.early);
        assertEquals(result.saturatedBefore, result.withdrawn);
        assertTrue(result.saturatedBefore >= 36);
    }
}
