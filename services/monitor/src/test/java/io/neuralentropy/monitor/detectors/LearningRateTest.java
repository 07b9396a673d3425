package io.neuralentropy.monitor.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class LearningRateTest {
    private final LearningRate rate = new LearningRate();

    private void play(long steps, LongToDoubleFunction of) {
        for (long t = 1; t <= steps; t++) {
            rate.step(t, of.applyAsDouble(t));
        }
    }

    private static double cosine(long t, long period) {
        return 0.5 * (1 + Math.cos(Math.PI * ((t - 1) % period) / period));
    }

    @Test
    void everyReturnOfACosineIsARestartThatLastsUntilTheRateIsLowAgain() {
        play(4000, t -> cosine(t, 1000));
        assertEquals(3, rate.restarts());
        assertEquals(3001, rate.restartedAt());
        assertFalse(rate.isRestarted(4000), "its rate has come down");
        play(1100, t -> cosine(3000 + t, 1000));
        assertTrue(rate.restarts() > 3);
    }

    @Test
    void soIsAReturnStepByStep() {
        play(4000, t -> t <= 1000 ? 1 : t <= 2000 ? 0.01 : Math.min(1, 0.01 + (t - 2000) / 500.0));
        assertEquals(1, rate.restarts());
        assertTrue(rate.isRestarted(4000));
        assertFalse(rate.isRestarted(4 * rate.restartedAt()), "it is the run's rate now");
    }

    @Test
    void aWarmUpIsNoneAndSaysWhereItEnds() {
        play(3000, t -> Math.min(1, t / 1000.0) * 1e-4);
        assertEquals(0, rate.restarts());
        assertEquals(1000, rate.warmedUpAt(), 20);
    }

    @Test
    void norIsARateThatTheRunHasNotHadBefore() {
        play(3000, t -> t <= 1000 ? 1e-4 : t <= 2000 ? 1e-5 : 1e-2);
        assertEquals(0, rate.restarts());
        assertFalse(rate.isRestarted(3000));
    }

    @Test
    void stepsDownAreNone() {
        play(3000, t -> Math.pow(10, -t / 1000));
        assertEquals(0, rate.restarts());
        assertEquals(1, rate.warmedUpAt());
    }

    @Test
    void whatSaysNothingIsIgnored() {
        play(100, t -> Double.NaN);
        play(100, t -> -1);
        assertEquals(0, rate.warmedUpAt());
        assertEquals(0, rate.restarts());
    }
}
