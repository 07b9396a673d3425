package io.neuralentropy.monitor.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.Capacity.Withheld;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CapacityFitTest {
    private static final long STEPS = 32_767;

    private static Capacity capacity(DoubleUnaryOperator curve, double noise) {
        SplittableRandom random = new SplittableRandom(11);
        BucketSeries series = new BucketSeries();
        for (long first = 1; first <= STEPS; first = Grid.VERDICTS.last(first) + 1) {
            long last = Grid.VERDICTS.last(first);
            double middle = (first + last) / 2.0;
            double steps = last - first + 1;
            double error = noise * random.nextGaussian() / Math.sqrt(steps);
            series.add(first, middle, steps, curve.applyAsDouble(middle) + error, 1);
        }
        double recent = series.median(series.size - 5, series.size);
        return CapacityFit.of(series, STEPS, recent, DetectorSettings.defaults());
    }

    @Test
    void findsTheAsymptoteOfAnExponentialApproach() {
        Capacity capacity = capacity(t -> 500 - 480 * Math.exp(-t / 9000), 20);
        assertNull(capacity.withheld());
        assertEquals(500, capacity.nats().value(), 2 * capacity.nats().standardError());
        assertTrue(capacity.nats().standardError() < 25);
    }

    @Test
    void saysHowManyStepsAreLeftUntil95Percent() {
        double tau = 13_000;
        Capacity capacity = capacity(t -> 500 * (1 - Math.exp(-t / tau)), 0.01);
        // τ is searched on a grid of steps of 9 %
        assertEquals(tau * Math.log(20) - STEPS, capacity.stepsTo95(), 1_500);
        assertEquals(0, capacity(t -> 500 * (1 - Math.exp(-t / 3000)), 0.01).stepsTo95());
    }

    @Test
    void isWithheldWhereGrowthIsEndless() {
        assertEquals(
                Withheld.ENDLESS_GROWTH, capacity(t -> 3 + Math.log(t), 0.3).withheld());
        assertEquals(Withheld.ENDLESS_GROWTH, capacity(t -> Math.pow(t, 0.4), 2).withheld());
        assertEquals(Withheld.ENDLESS_GROWTH, capacity(t -> t, 500).withheld());
    }

    @Test
    void isWithheldWhereTooLittleHasBeenReached() {
        Capacity capacity = capacity(t -> 500 * (1 - Math.exp(-t / 60_000)), 0.01);
        assertEquals(Withheld.TOO_FAR, capacity.withheld());
        assertTrue(Double.isNaN(capacity.nats().value()));
    }

    @Test
    void isWithheldWhereBucketsAreTooFew() {
        BucketSeries series = new BucketSeries();
        series.add(1024, 1040, 32, 5, 1);
        assertEquals(
                Withheld.TOO_EARLY,
                CapacityFit.of(series, 1055, 5, DetectorSettings.defaults()).withheld());
    }
}
