package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
    private static final int SIZE = 100;
    private static final int BATCH = 32;

    @Test
    void showsEachPointOnceAnEpochAlsoWhereAnEpochEndsInABatch() {
        EpochOrder order = new EpochOrder(new Seeds(1), SIZE);
        int[] seen = new int[SIZE];
        int[] points = new int[BATCH];

        // 25 batches of 32 are 8 epochs of 100
        for (int step = 1; step <= 25; step++) {
            order.batch(step, points);
            for (int point : points) {
                seen[point]++;
            }
        }

        for (int count : seen) {
            assertEquals(8, count);
        }
    }

    @Test
    void ordersEachEpochAnew() {
        int[] first = batch(1, 1, SIZE);
        int[] second = batch(1, 2, SIZE);

        assertFalse(Arrays.equals(first, second));
        assertFalse(Arrays.equals(first, batch(2, 1, SIZE)));
    }

    @Test
    void dependsOnTheStepAlone() {
        EpochOrder walked = new EpochOrder(new Seeds(3), SIZE);
        int[] points = new int[BATCH];
        for (int step = 1; step <= 17; step++) {
            walked.batch(step, points);
        }

        assertArrayEquals(points, batch(3, 17, BATCH));
    }

    @Test
    void servesBatchesLargerThanTheData() {
        int[] points = batch(1, 1, 5 * SIZE);

        int[] counts = new int[SIZE];
        for (int point : points) {
            counts[point]++;
        }
        for (int count : counts) {
            assertEquals(5, count);
        }
    }

    private static int[] batch(long seed, long step, int size) {
        int[] points = new int[size];
        new EpochOrder(new Seeds(seed), SIZE).batch(step, points);
        return points;
    }
}
