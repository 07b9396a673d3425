package io.neuralentropy.monitor.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExpiryClockTest {
    private static final long START = 1_764_000_000_000L;
    private static final long IDLE = ExpiryClock.IDLE.toMillis();
    private static final long DAY = 86_400_000;

    private final ExpiryClock clock = new ExpiryClock(START);

    @Test
    void standsAtTheEpochUntilItIsKnownThatNothingIsToBeRead() {
        assertEquals(0, clock.now(START + IDLE - 1));
        assertEquals(START + IDLE, clock.now(START + IDLE));
    }

    @Test
    void isTheLatestRecordsTimeWhileRecordsFlow() {
        clock.heard(1_000, 1_000, START);
        clock.heard(500, 500, START + 1);
        assertEquals(1_000, clock.now(START + IDLE));
        assertEquals(START + 1 + IDLE, clock.now(START + 1 + IDLE));
    }

    /** Where the broker does not stamp records they came, as far as is known, just now. */
    @Test
    void standsAtTheTrainersClockWhileOldRecordsAreRead() {
        for (int second = 0; second < 100; second++) {
            long now = START + 1000 * second;
            assertEquals(now, clock.heard(now, START - 20 * DAY + second, now));
        }
        assertEquals(START - 20 * DAY + 99, clock.now(START + 100_000));
        assertEquals(START + 99_000 + IDLE, clock.now(START + 99_000 + IDLE));
    }

    @Test
    void takesWhatIsFromTheFutureAsFromNow() {
        assertEquals(START, clock.heard(START + 40 * DAY, START + 40 * DAY, START));
        assertEquals(START, clock.now(START + 1));
        clock.heard(START + 2, Long.MAX_VALUE, START + 2);
        assertEquals(START + 2, clock.now(START + 3));
    }

    @Test
    void isNotHeldBackByATrainerThatIsBehindOnceAllIsRead() {
        clock.heard(START, START - 40 * DAY, START);
        assertEquals(START - 40 * DAY, clock.now(START));
        clock.heard(START + 1, START, START + 1);
        clock.heard(START + 2, START - 40 * DAY, START + 2);
        assertEquals(START + 2, clock.now(START + 3), "another one's clock is right");
    }

    @Test
    void isNotHeldBackByOldEventsAfterAPause() {
        clock.heard(START, 5, START);
        clock.heard(START + IDLE, 6, START + IDLE);
        assertEquals(START + IDLE, clock.now(START + IDLE + 1));
    }

    /** Where the broker stamps records, that is known for each of them. */
    @Test
    void standsAtTheBrokersClockOfAFreshEventThatWaited() {
        clock.heard(START - DAY, START - DAY, START);
        clock.heard(START - DAY + 5, START, START + 1);
        assertEquals(START - DAY + 5, clock.now(START + 2));
    }
}
