package io.neuralentropy.monitor.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.streams.RecordFailures.Verdict;
import java.time.Duration;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class RecordFailuresTest {
    private long now = -5;
    private final RecordFailures failures = new RecordFailures(() -> now);

    private Verdict fail(long offset) {
        return failures.failed("events", 0, offset, new ArithmeticException());
    }

    @Test
    void aRecordIsTriedOnceMoreAndThenParked() {
        assertEquals(Verdict.RETRY, fail(7));
        assertEquals(Verdict.PARK, fail(7));
        assertEquals(Verdict.PARK_AGAIN, fail(7));
        assertEquals(Verdict.RETRY, failures.failed("events", 1, 7, new ArithmeticException()));
    }

    @Test
    void retriesAreFewAndComeBackInAWhile() {
        for (int offset = 0; offset < RecordFailures.RETRIES; offset++) {
            assertEquals(Verdict.RETRY, fail(offset));
        }
        assertEquals(Verdict.PARK, fail(100));
        assertEquals(Verdict.PARK, fail(101));
        now += RecordFailures.RETRY_INTERVAL.toNanos();
        assertEquals(Verdict.RETRY, fail(102));
        assertEquals(Verdict.PARK, fail(103));
        now += Duration.ofDays(30).toNanos();
        for (int offset = 200; offset < 200 + RecordFailures.RETRIES; offset++) {
            assertEquals(Verdict.RETRY, fail(offset));
        }
        assertEquals(Verdict.PARK, fail(300));
    }

    @Test
    void aThreadThatEndsByARetryIsKnown() {
        ArithmeticException cause = new ArithmeticException();
        failures.failed("events", 0, 7, cause);
        assertTrue(failures.isRetry(new StreamsException("in process", cause)));
        assertFalse(failures.isRetry(new StreamsException("in process", new ArithmeticException())));
        failures.failed("events", 0, 7, new ArithmeticException());
    }
}
