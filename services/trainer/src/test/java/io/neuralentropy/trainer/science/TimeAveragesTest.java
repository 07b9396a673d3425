package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class TimeAveragesTest {
    private static final DiffusionProcess VPX = DiffusionProcess.vpx(.5);
    private static final double LENGTH = VPX.timeHigh() - VPX.timeLow();

    private static TimeAverages estimator(int points, int throwsPerPoint) {
        return new TimeAverages(VPX, TimeLaw.UNIFORM, VPX.timeLow(), VPX.timeHigh(), points, throwsPerPoint);
    }

    private static void add(BatchEntropies batch, int point, double t, double square, double cross) {
        batch.add(point, t, square, cross, null);
    }

    @Test
    void averagesTheThrowsOfAPointBeforeThePoints() {
        TimeAverages batch = estimator(2, 2);
        add(batch, 0, .1, 3, 5);
        add(batch, 0, .6, 1, 2);
        add(batch, 1, .2, 2, 1);
        add(batch, 1, .9, 4, 0);
        double first = LENGTH * (3 * VPX.rate(.1) + VPX.rate(.6)) / 2;
        double second = LENGTH * (2 * VPX.rate(.2) + 4 * VPX.rate(.9)) / 2;
        Moments neural = batch.neural();
        assertEquals((first + second) / 2, neural.mean(), 1e-12);
        assertEquals((first - second) * (first - second) / 2, neural.variance(), 1e-9);
        assertEquals(2, neural.count());

        double firstLearned = LENGTH * (7 * VPX.rate(.1) + 3 * VPX.rate(.6)) / 2;
        double secondLearned = LENGTH * (0 * VPX.rate(.2) - 4 * VPX.rate(.9)) / 2;
        assertEquals((firstLearned + secondLearned) / 2, batch.learned().mean(), 1e-12);
    }

    /** L·w‖e‖², as the paper writes it, with d = Σe. */
    @Test
    void isThePapersAverageOfWeightedOutputs() {
        TimeAverages batch = estimator(1, 1);
        double sigma = VPX.sigma(.3);
        add(batch, 0, .3, sigma * sigma * 7, 0);
        assertEquals(LENGTH * VPX.weight(.3) * 7, batch.neural().mean(), 1e-12);
    }

    @Test
    void profileCountsThrowsAndAveragesRates() {
        TimeAverages batch = estimator(2, 2);
        add(batch, 0, VPX.timeLow(), 3, 5);
        add(batch, 0, .02, 1, 2);
        add(batch, 1, .6, 2, 1);
        add(batch, 1, VPX.timeHigh(), 4, 0);
        Profile profile = batch.profile();
        assertEquals(32, profile.count().length);
        assertEquals(2, profile.count()[0]);
        assertEquals(1, profile.count()[19]);
        assertEquals(1, profile.count()[31]);
        double mean = (3 * VPX.rate(VPX.timeLow()) + VPX.rate(.02)) / 2;
        assertEquals(mean, profile.neural()[0], 1e-12 * mean);
        assertEquals(0, profile.neural()[1]);
        assertEquals(0, profile.learned()[19], 1e-12);
        assertEquals(-4 * VPX.rate(1), profile.learned()[31], 1e-12);
        assertEquals("diffusion-time", batch.profileAxis());
        assertEquals(33, batch.profileEdges().length);
    }

    @Test
    void resetForgetsEverything() {
        TimeAverages batch = estimator(1, 1);
        add(batch, 0, .5, 100, 100);
        batch.reset();
        assertNull(batch.neural());
        add(batch, 0, .5, 1, 1);
        assertEquals(LENGTH * VPX.rate(.5), batch.neural().mean(), 1e-12);
        assertEquals(1, batch.profile().count()[15] + batch.profile().count()[16]);
    }

    @Test
    void forgettingToResetIsAnError() {
        TimeAverages batch = estimator(1, 1);
        add(batch, 0, .5, 1, 1);
        assertThrows(IllegalStateException.class, () -> add(batch, 0, .5, 1, 1));
    }

    @Test
    void aShortBatchCountsThePointsThatItHas() {
        TimeAverages batch = estimator(8, 1);
        add(batch, 0, .5, 1, 0);
        add(batch, 1, .5, 3, 0);
        assertEquals(2, batch.neural().count());
        assertEquals(2 * LENGTH * VPX.rate(.5), batch.neural().mean(), 1e-12);
    }

    @Test
    void oneDataPointHasNoVariance() {
        for (TimeLaw law : TimeLaw.values()) {
            TimeAverages batch = new TimeAverages(VPX, law, VPX.timeLow(), VPX.timeHigh(), 1, 2);
            add(batch, 0, .5, 1, 0);
            add(batch, 0, .6, 1, 0);
            assertFalse(batch.neural().hasVariance());
        }
    }

    @Test
    void aDivergedNetworkIsDataNotAnError() {
        for (TimeLaw law : TimeLaw.values()) {
            TimeAverages batch = new TimeAverages(VPX, law, VPX.timeLow(), VPX.timeHigh(), 2, 1);
            add(batch, 0, .5, Double.NaN, 1);
            add(batch, 1, .5, Double.POSITIVE_INFINITY, 1);
            assertTrue(Double.isNaN(batch.neural().mean()));
            assertFalse(batch.neural().hasVariance());
        }
    }

    @Test
    void edgesAreEqualBinsFromEndToEnd() {
        assertArrayEquals(new double[] {-1, 0, 1, 2}, BatchEntropies.equalBins(-1, 2, 3), 1e-15);
    }

    @Test
    void refusesBatchesOfNothing() {
        EntropySettings settings = new EntropySettings(Estimator.TIME_AVERAGE, VPX.range(), false);
        assertThrows(IllegalArgumentException.class, () -> settings.forBatches(VPX, TimeLaw.UNIFORM, 0, 1, 1, 1));
    }

    @Test
    void addAllocatesNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        TimeAverages batch = estimator(4, 10);
        fill(batch, 200);
        long before = threads.getCurrentThreadAllocatedBytes();
        fill(batch, 1000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // 40,000 throws: a single object a throw would be over half a megabyte
        assertTrue(allocated < 10_000, allocated + " bytes");
    }

    private static void fill(TimeAverages batch, int times) {
        for (int n = 0; n < times; n++) {
            batch.reset();
            for (int i = 0; i < 40; i++) {
                batch.add(i / 10, (i + 1) / 41., 1, 1, null);
            }
        }
    }
}
