package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepSetTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesLikeASetOfNumbers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StepSet set = new StepSet();
        TreeSet<Long> plain = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            long first = 1 + random.nextInt(600);
            long last = first + random.nextInt(4);
            boolean overlaps = !plain.subSet(first, last + 1).isEmpty();
            assertEquals(overlaps, set.intersects(first, last));
            if (!overlaps) {
                set.add(first, last);
                for (long step = first; step <= last; step++) {
                    plain.add(step);
                }
            }
            if (random.nextInt(100) == 0) {
                long from = 1 + random.nextInt(600);
                assertEquals(plain.tailSet(from).size(), set.removeFrom(from));
                plain.tailSet(from).clear();
            }
            if (!plain.isEmpty()) {
                assertEquals(plain.first(), set.min());
                assertEquals(plain.last(), set.max());
            }
            long low = random.nextInt(600);
            long high = low + random.nextInt(600);
            assertEquals(plain.subSet(low, high + 1).size(), set.count(low, high));
        }
        ByteBuffer bytes = ByteBuffer.allocate(set.byteSize());
        set.write(bytes);
        StepSet copy = StepSet.read(bytes.flip());
        assertEquals(set.count(1, 1000), copy.count(1, 1000));
        assertEquals(set.max(), copy.max());
    }

    @Test
    void aRunWithoutLossesIsOneIntervalHoweverLong() {
        StepSet set = new StepSet();
        set.add(1, 1);
        int small = set.byteSize();
        for (long step = 2; step <= 10_000; step++) {
            set.add(step, step);
        }
        assertEquals(small, set.byteSize());
    }

    @Test
    void beyondItsBoundTheOldestGapIsGivenUpAndStaysMissing() {
        StepSet set = new StepSet();
        for (long i = 0; i <= StepSet.MAX_INTERVALS; i++) {
            set.add(1 + 3 * i, 1 + 3 * i);
        }
        assertEquals(2, set.givenUp());
        assertTrue(set.intersects(2, 2), "a step of it that still comes is a duplicate");
        assertFalse(set.intersects(5, 5), "the next gap is still open");
    }
}
