package io.neuralentropy.monitor.maths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridTest {
    @ParameterizedTest(name = "step {0} of the detectors'' grid lies in [{1}, {2}]")
    @CsvSource({"1, 1, 1", "63, 63, 63", "64, 64, 65", "1000, 992, 1007"})
    void logLinearBucketsMatchTheOraclesOfTheDetectors(long step, long first, long last) {
        Grid grid = new Grid.LogLinear(32);
        assertEquals(first, grid.first(step));
        assertEquals(last, grid.last(step));
    }

    @ParameterizedTest(name = "step {0} of the history lies in [{1}, {2}]")
    @CsvSource({
        "1, 1, 1",
        "255, 255, 255",
        "256, 256, 257",
        "511, 510, 511",
        "512, 512, 515",
        "1048576, 1048576, 1056767"
    })
    void historyHas128BucketsPerDoubling(long step, long first, long last) {
        assertEquals(first, Grid.HISTORY.first(step));
        assertEquals(last, Grid.HISTORY.last(step));
    }

    @Test
    void historyOfAMillionStepsHas1920BucketsThatTileItWithoutGaps() {
        long buckets = 0;
        long step = 1;
        while (step < 1 << 20) {
            assertEquals(step, Grid.HISTORY.first(step));
            step = Grid.HISTORY.last(step) + 1;
            buckets++;
        }
        assertEquals(1 << 20, step);
        assertEquals(255 + 12 * 128, buckets, "255 single steps, then 128 in each of 12 doublings");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 32", "32, 1, 32", "33, 33, 64", "1024, 993, 1024"})
    void windowBucketsHold32Steps(long step, long first, long last) {
        assertEquals(first, Grid.WINDOW.first(step));
        assertEquals(last, Grid.WINDOW.last(step));
    }

    @Test
    void theLargestStepNumberHasABucket() {
        assertEquals(Long.MAX_VALUE, Grid.HISTORY.last(Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE - 62, Grid.WINDOW.first(Long.MAX_VALUE - 32));
    }

    @Test
    void bucketsPerDoublingMustBeAPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new Grid.LogLinear(100));
    }
}
