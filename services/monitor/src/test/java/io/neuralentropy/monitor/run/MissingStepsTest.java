package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MissingStepsTest {
    private final StepSet set = new StepSet();

    private void log(long from, long to, long every, LongPredicate isLost) {
        for (long step = from; step <= to; step += every) {
            if (!isLost.test(step)) {
                set.add(step, step);
            }
        }
    }

    private void log(long from, long to, long every) {
        log(from, to, every, step -> false);
    }

    private long missing(long stated) {
        return MissingSteps.of(set, 1, set.max(), stated);
    }

    private long missing() {
        return missing(MissingSteps.NOT_STATED);
    }

    @ParameterizedTest(name = "from {0} on every {1}")
    @CsvSource({"10,10", "9,10", "1,10", "500,500", "499,500", "1,500", "7,7", "1000,1000"})
    void aRegularStrideLacksNothingFromTheFirstEventOn(long from, long every) {
        for (long step = from; step <= from + 50 * every; step += every) {
            set.add(step, step);
            assertEquals(0, missing(), "at step " + step);
        }
    }

    @ParameterizedTest(name = "every {0}")
    @ValueSource(longs = {1, 2, 10, 500})
    void lostEventsAreCountedAtAnyStride(long every) {
        log(every, 300 * every, every, step -> step / every % 37 == 5);
        assertEquals(8, missing());
    }

    @Test
    void whatIsLostBeforeAndAfterCountsToo() {
        log(401, 2_000, 1);
        assertEquals(400, missing());
        assertEquals(400 + 100, MissingSteps.of(set, 1, 2_100, MissingSteps.NOT_STATED));
    }

    @Test
    void aStrideThatChangesInTheMiddleIsNoLoss() {
        log(1, 200, 1);
        log(210, 1_000, 10);
        log(1_100, 10_000, 100);
        log(10_050, 20_000, 50);
        assertEquals(0, missing());
    }

    @Test
    void norIsOneThatGoesByTheClock() {
        SplittableRandom random = new SplittableRandom(1);
        long step = 0;
        for (int i = 0; i < 5_000; i++) {
            step += 90 + random.nextInt(20);
            set.add(step, step);
            set.limit(StepSet.MAX_ENTRIES);
        }
        assertTrue(missing() < 5_000 / 10, "also where old gaps are given up: " + missing());
    }

    @Test
    void whatIsMissingIsStillCountedOnceOldGapsAreGivenUp() {
        SplittableRandom random = new SplittableRandom(2);
        long[] lost = {0};
        log(1, 100_000, 1, step -> {
            boolean isLost = random.nextInt(20) == 0;
            lost[0] += isLost ? 1 : 0;
            return isLost;
        });
        set.limit(64);
        assertEquals(lost[0], missing(), 0.01 * lost[0]);
    }

    @Test
    void aStatedStrideIsTakenAtItsWord() {
        log(10, 1_000, 10);
        assertEquals(900, missing(1));
        assertEquals(0, missing(10));
        assertEquals(0, missing(100), "more often than stated is no loss");
        assertEquals(100, missing(5));
    }

    @Test
    void aStatedStrideHoldsWhereHalfTheEventsAreLost() {
        log(10, 20_000, 10, step -> step / 10 % 2 == 0);
        assertEquals(1_000, missing(10), 1);
    }
}
