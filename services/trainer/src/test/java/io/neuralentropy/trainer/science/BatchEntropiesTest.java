package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchEntropiesTest {
    private static final DiffusionProcess VPX = DiffusionProcess.vpx(.5);
    private static final double LENGTH = VPX.timeHigh() - VPX.timeLow();

    private static BatchEntropies estimator(int points, int throwsPerPoint) {
        return new BatchEntropies(VPX, points, throwsPerPoint, 2, BatchEntropies.equalBins(VPX, 4));
    }

    @Test
    void averagesTheThrowsOfAPointBeforeThePoints() {
        BatchEntropies batch = estimator(2, 2);
        batch.add(0, .1, 3, 5);
        batch.add(0, .6, 1, 2);
        batch.add(1, .2, 2, 1);
        batch.add(1, .9, 4, 0);
        double first = LENGTH * (3 * VPX.weight(.1) + VPX.weight(.6)) / 2;
        double second = LENGTH * (2 * VPX.weight(.2) + 4 * VPX.weight(.9)) / 2;
        Moments neural = batch.neural();
        assertEquals((first + second) / 2, neural.mean(), 1e-12);
        assertEquals((first - second) * (first - second) / 2, neural.variance(), 1e-10);
        assertEquals(2, neural.count());

        double firstLearned = LENGTH * (7 * VPX.weight(.1) + 3 * VPX.weight(.6)) / 2;
        double secondLearned = LENGTH * (0 * VPX.weight(.2) - 4 * VPX.weight(.9)) / 2;
        assertEquals((firstLearned + secondLearned) / 2, batch.learned().mean(), 1e-12);
    }

    @Test
    void profileCountsThrowsAndAveragesRates() {
        BatchEntropies batch = estimator(2, 2);
        batch.add(0, VPX.timeLow(), 3, 5);
        batch.add(0, .1, 1, 2);
        batch.add(1, .6, 2, 1);
        batch.add(1, VPX.timeHigh(), 4, 0);
        Profile profile = batch.profile();
        assertArrayEquals(new long[] {2, 0, 1, 1}, profile.count());
        assertEquals((3 * VPX.weight(VPX.timeLow()) + VPX.weight(.1)) / 2, profile.neural()[0], 1e-12);
        assertEquals(0, profile.neural()[1]);
        assertEquals(0, profile.learned()[2], 1e-12);
        assertEquals(-4 * VPX.weight(1), profile.learned()[3], 1e-12);
    }

    @Test
    void timesOutsideTheEdgesCountButNotInTheProfile() {
        BatchEntropies batch = new BatchEntropies(VPX, 1, 2, 1, new double[] {.4, .5});
        batch.add(0, .1, 1, 0);
        batch.add(0, .9, 1, 0);
        assertEquals(0, batch.profile().count()[0]);
        assertEquals(
                LENGTH * (VPX.weight(.1) + VPX.weight(.9)) / 2, batch.neural().mean(), 1e-12);
    }

    @Test
    void vectorsGiveWhatTheirProductsGive() {
        float[] y = {9, .3f, -.2f};
        float[] z = {9, 1.1f, .4f};
        float[] e = {9, .5f, -2};
        double s = .3;
        double square = .25 + 4;
        double cross = .5 * ((double) .3f / .25 - 1.1f / VPX.sigma(s)) - 2 * ((double) -.2f / .25 - .4f / VPX.sigma(s));
        BatchEntropies vectors = estimator(1, 1);
        vectors.add(0, s, y, z, e, 1);
        BatchEntropies products = estimator(1, 1);
        products.add(0, s, square, cross);
        assertEquals(products.neural().mean(), vectors.neural().mean(), 1e-6);
        assertEquals(products.learned().mean(), vectors.learned().mean(), 1e-6);
    }

    @Test
    void halvesMergeIntoTheWhole() {
        SplittableRandom random = new SplittableRandom(1);
        BatchEntropies whole = estimator(6, 3);
        BatchEntropies left = estimator(6, 3);
        BatchEntropies right = estimator(6, 3);
        for (int i = 0; i < 18; i++) {
            double s = random.nextDouble();
            double square = random.nextDouble();
            double cross = random.nextDouble();
            whole.add(i / 3, s, square, cross);
            (i < 9 ? left : right).add(i / 3, s, square, cross);
        }
        left.merge(right);
        assertEquals(whole.neural(), left.neural());
        assertEquals(whole.learned(), left.learned());
        assertArrayEquals(whole.profile().count(), left.profile().count());
        assertArrayEquals(whole.profile().neural(), left.profile().neural(), 1e-12);
        assertArrayEquals(whole.profile().learned(), left.profile().learned(), 1e-12);
    }

    @Test
    void refusesToMergeAnotherShape() {
        assertThrows(IllegalArgumentException.class, () -> estimator(2, 1).merge(estimator(3, 1)));
        BatchEntropies finer = new BatchEntropies(VPX, 2, 1, 2, BatchEntropies.equalBins(VPX, 8));
        assertThrows(IllegalArgumentException.class, () -> estimator(2, 1).merge(finer));
    }

    @Test
    void resetForgetsEverything() {
        BatchEntropies batch = estimator(1, 1);
        batch.add(0, .5, 100, 100);
        batch.reset();
        assertThrows(IllegalStateException.class, batch::neural);
        batch.add(0, .5, 1, 1);
        assertEquals(LENGTH * VPX.weight(.5), batch.neural().mean(), 1e-12);
        assertEquals(1, batch.profile().count()[2] + batch.profile().count()[1]);
    }

    @Test
    void forgettingToResetIsAnError() {
        BatchEntropies batch = estimator(1, 1);
        batch.add(0, .5, 1, 1);
        assertThrows(IllegalStateException.class, () -> batch.add(0, .5, 1, 1));
    }

    @Test
    void aShortBatchCountsThePointsThatItHas() {
        BatchEntropies batch = estimator(8, 1);
        batch.add(0, .5, 1, 0);
        batch.add(1, .5, 3, 0);
        assertEquals(2, batch.neural().count());
        assertEquals(2 * LENGTH * VPX.weight(.5), batch.neural().mean(), 1e-12);
    }

    @Test
    void oneDataPointHasNoVariance() {
        BatchEntropies batch = estimator(1, 2);
        batch.add(0, .5, 1, 0);
        batch.add(0, .6, 1, 0);
        assertFalse(batch.neural().hasVariance());
    }

    @Test
    void aDivergedNetworkIsDataNotAnError() {
        BatchEntropies batch = estimator(2, 1);
        batch.add(0, .5, Double.NaN, 1);
        batch.add(1, .5, Double.POSITIVE_INFINITY, 1);
        assertTrue(Double.isNaN(batch.neural().mean()));
        assertFalse(batch.neural().hasVariance());
    }

    @Test
    void refusesEdgesThatDoNotAscend() {
        assertThrows(IllegalArgumentException.class, () -> new BatchEntropies(VPX, 1, 1, 1, new double[] {0, .5, .5}));
        assertThrows(IllegalArgumentException.class, () -> new BatchEntropies(VPX, 1, 1, 1, new double[] {0}));
        assertThrows(IllegalArgumentException.class, () -> estimator(0, 1));
    }

    @Test
    void addAllocatesNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        BatchEntropies batch = estimator(4, 10);
        float[] vector = {1, 2};
        fill(batch, vector, 200);
        long before = threads.getCurrentThreadAllocatedBytes();
        fill(batch, vector, 1000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // 80,000 throws: a single object a throw would be over a megabyte
        assertTrue(allocated < 10_000, allocated + " bytes");
    }

    private static void fill(BatchEntropies batch, float[] vector, int times) {
        for (int n = 0; n < times; n++) {
            batch.reset();
            for (int i = 0; i < 40; i++) {
                batch.add(i / 10, i / 40., vector, vector, vector, 0);
            }
            batch.reset();
            for (int i = 0; i < 40; i++) {
                batch.add(i / 10, i / 40., 1, 1);
            }
        }
    }
}
