package io.neuralentropy.monitor.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.maths.Grid;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Level 100 until step 20,000; its buckets are 256 steps wide from 8,192 on and 512 from 16,384 on. */
class DownwardExcursionTest {
    private static final long FALL = 20_000;
    private static final DetectorSettings SETTINGS = DetectorSettings.defaults();

    private final BucketSeries series = new BucketSeries();
    private final DownwardExcursion test = new DownwardExcursion(SETTINGS);

    /** First bucket end at which the test shows a decline from level 100; 0 where it never does. */
    private long shownAt(long until, LongToDoubleFunction entropy) {
        long next = 1;
        while (Grid.VERDICTS.last(next) <= until) {
            long last = Grid.VERDICTS.last(next);
            double sum = 0;
            for (long t = next; t <= last; t++) {
                sum += entropy.applyAsDouble(t);
            }
            series.add(next, (next + last) / 2.0, last - next + 1.0, sum / (last - next + 1), 1);
            if (test.shows(series, last, 100)) {
                return last;
            }
            next = last + 1;
        }
        return 0;
    }

    /** ± 1 on alternate buckets. */
    private static double sign(long t) {
        long first = Grid.VERDICTS.first(t);
        return first / (Grid.VERDICTS.last(t) - first + 1) % 2 == 0 ? 1 : -1;
    }

    @Test
    void aStepDownIsShownAsSoonAsItHasLastedForTheTime() {
        long at = shownAt(30_000, t -> (t < FALL ? 100 : 70) + sign(t));
        assertEquals(Grid.VERDICTS.first(FALL), test.since);
        long lasted = at - test.since + 1;
        assertTrue(lasted >= SETTINGS.fallFor(at) && lasted < SETTINGS.fallFor(at) + 512, "lasted " + lasted);
        assertEquals(70, test.level, 2.5);
    }

    @ParameterizedTest
    @ValueSource(longs = {4_000, 10_665, 20_000})
    void aDipThatHalvesWithinTheTimeIsNone(long at) {
        assertEquals(0, shownAt(60_000, t -> 100 * (1 - (t < at ? 0 : 0.7 * Math.exp(-(t - at) / 300.0)))));
    }

    @Test
    void aFallByLessThanTheThresholdIsNone() {
        assertEquals(0, shownAt(60_000, t -> t < FALL ? 100 : 91));
    }

    @Test
    void aFallWithinTheNoiseOfBeforeIsNone() {
        assertEquals(0, shownAt(24_000, t -> t < FALL ? 100 + 30 * sign(t) : 85 + sign(t)));
    }

    @Test
    void theSameFallBehindLessNoiseIsOne() {
        assertTrue(shownAt(24_000, t -> t < FALL ? 100 + sign(t) : 85 + sign(t)) > FALL);
    }

    @Test
    void theTopOfTheRangeOfItsStepsSwitchesItOff() {
        DownwardExcursion off = new DownwardExcursion(SETTINGS.with(DetectorSetting.FALL_STEPS, 1_000_000));
        assertTrue(shownAt(30_000, t -> (t < FALL ? 100 : 50) + sign(t)) > 0);
        assertFalse(off.shows(series, series.first[series.size - 1] + 511, 100));
    }

    @Test
    void withoutABestLevelNothingCanFall() {
        shownAt(30_000, t -> 1);
        assertFalse(test.shows(series, 30_000, Double.NEGATIVE_INFINITY));
    }
}
