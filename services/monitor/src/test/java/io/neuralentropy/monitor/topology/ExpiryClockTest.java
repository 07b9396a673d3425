package io.neuralentropy.monitor.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExpiryClockTest {
    private static final long START = 1_764_000_000_000L;
    private static final long IDLE = ExpiryClock.IDLE.toMillis();

    private final ExpiryClock clock = new ExpiryClock(START);

    @Test
    void standsAtTheEpochUntilItIsKnownThatNothingIsToBeRead() {
        assertEquals(0, clock.now(START + IDLE - 1));
        assertEquals(START + IDLE, clock.now(START + IDLE));
    }

    @Test
    void isTheLatestRecordsTimeWhileRecordsFlow() {
        clock.heard(1_000, START);
        clock.heard(500, START + 1);
        assertEquals(1_000, clock.now(START + IDLE));
        assertEquals(START + 1 + IDLE, clock.now(START + 1 + IDLE));
    }

    @Test
    void takesARecordFromTheFutureOrWithoutATimeAsFromNow() {
        assertEquals(START, clock.heard(START + 1_000_000, START));
        assertEquals(START, clock.heard(-1, START));
        assertEquals(START, clock.now(START + 1));
    }
}
