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
        for (int i = 0; i < 3000; i++) {
            long first = 1 + random.nextInt(600);
            long last = first + (random.nextInt(3) == 0 ? random.nextInt(4) : 0);
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
            assertEquals(plain.size(), set.count());
            long low = random.nextInt(600);
            long high = low + random.nextInt(600);
            assertEquals(plain.subSet(low, high + 1).size(), set.count(low, high));
        }
        StepSet copy = copyOf(set);
        assertEquals(set.count(1, 1000), copy.count(1, 1000));
        assertEquals(set.max(), copy.max());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void fillsWhatIsNotThere(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StepSet set = new StepSet();
        TreeSet<Long> plain = new TreeSet<>();
        for (int i = 0; i < 2000; i++) {
            long first = 1 + random.nextInt(2000);
            long last = first + random.nextInt(random.nextInt(4) == 0 ? 60 : 3);
            long fresh = 0;
            for (long step = first; step <= last; step++) {
                fresh += plain.add(step) ? 1 : 0;
            }
            assertEquals(fresh, set.fill(first, last));
            assertEquals(plain.size(), set.count());
            long low = random.nextInt(2000);
            assertEquals(plain.tailSet(low).size(), set.copy().count(low, Long.MAX_VALUE));
        }
    }

    @Test
    void fillsAroundWhatWasBlurred() {
        StepSet set = new StepSet();
        addIrregular(set, 500);
        set.limit(16);
        long end = set.max();
        long before = set.count();
        long fresh = set.fill(1, end + 10);
        assertEquals(before + fresh, set.count());
        assertTrue(set.intersects(end + 10, end + 10));
        assertEquals(0, set.fill(1, end + 10), "nothing is left to fill");
    }

    private static StepSet copyOf(StepSet set) {
        ByteBuffer bytes = ByteBuffer.allocate(set.entries() * StepSet.ENTRY_BYTES);
        set.write(bytes, 0, set.entries());
        StepSet copy = new StepSet();
        copy.restore(bytes.flip(), 0);
        return copy;
    }

    @ParameterizedTest(name = "every {0}")
    @ValueSource(ints = {1, 2, 10, 1000})
    void aRunThatNumbersEvenlyIsOneEntryHoweverLong(int every) {
        StepSet set = new StepSet();
        for (long i = 1; i <= 10_000; i++) {
            set.add(i * every, i * every);
        }
        assertEquals(1, set.entries());
        assertEquals(10_000, set.count());
        assertEquals(every == 1, set.intersects(5000L * every + 1, 5000L * every + 1));
    }

    @Test
    void stepsThatComeInTurnsJoinOnceTheGapsAreFilled() {
        StepSet set = new StepSet();
        for (long start : new long[] {2, 1, 3}) {
            for (long step = start; step <= 3_000; step += 3) {
                set.add(step, step);
            }
        }
        assertEquals(1, set.entries());
        assertEquals(3_000, set.count(1, 3_000));
    }

    @Test
    void onlyWhatChangedIsDirty() {
        StepSet set = new StepSet();
        addIrregular(set, 500);
        set.clean();
        assertEquals(set.entries(), set.dirtyFrom());
        set.add(set.max() + 7919, set.max() + 7919);
        assertTrue(set.dirtyFrom() >= set.entries() - 2);
    }

    /** Steps with ever wider gaps, which no progression joins. */
    private static void addIrregular(StepSet set, int steps) {
        long step = set.isEmpty() ? 1 : set.max() + 2;
        for (int i = 0; i < steps; i++) {
            set.add(step, step);
            step += 2 + (i * 7919L) % 97;
        }
    }

    @Test
    void beyondItsLimitOldGapsAreGivenUpAndStayMissing() {
        StepSet set = new StepSet();
        addIrregular(set, 5_000);
        long highest = set.max();
        set.limit(StepSet.MAX_ENTRIES);
        assertTrue(set.entries() <= StepSet.MAX_ENTRIES);
        assertEquals(5_000, set.count());
        assertEquals(highest, set.max());
        assertTrue(set.intersects(2, 2), "a step of a gap that was given up is a duplicate should it come");
        assertFalse(set.intersects(highest - 1, highest - 1), "the newest gaps are open");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsRemovedAndWhatIsLeftAddUpAlsoBeyondTheLimit(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StepSet set = new StepSet();
        long members = 0;
        for (int i = 0; i < 200; i++) {
            addIrregular(set, 1 + random.nextInt(40));
            members = set.count();
            set.limit(16);
            assertEquals(members, set.count());
            if (random.nextInt(10) == 0) {
                long from = 1 + random.nextLong(set.max());
                long before = set.count(1, from - 1);
                long removed = set.removeFrom(from);
                assertEquals(members, removed + set.count());
                assertEquals(before, set.count(), "as many are left as were counted there");
                assertTrue(set.isEmpty() || set.max() < from);
            }
            assertEquals(set.count(), set.count(1, Long.MAX_VALUE));
        }
    }
}
