package io.neuralentropy.monitor.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.neuralentropy.monitor.topology.IntakeMeters;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamsFaultsTest {
    private long now;
    private final StreamsFaults faults =
            new StreamsFaults(IntakeMeters.NONE, SendMeters.NONE, () -> now, Duration.ZERO);

    /** What an outage was seen to end a thread with, and its like. */
    static StreamsException[] faultsOfTheWayToKafka() {
        TimeoutException timeout =
                new TimeoutException("Topic neural-entropy.run-metrics not present in metadata after 60000 ms.");
        return new StreamsException[] {
            new StreamsException(
                    "Error encountered trying to send record", new KafkaException("in error state", timeout)),
            new StreamsException(new TimeoutException("Task 0_1 did not make progress within 300000 ms.", timeout)),
            new StreamsException(
                    "Error encountered trying to commit a transaction",
                    new KafkaException("in error state", new TransactionAbortableException("aborted", timeout))),
            new StreamsException(new ProducerFencedException("fenced")),
        };
    }

    @ParameterizedTest
    @MethodSource("faultsOfTheWayToKafka")
    void theWayToKafkaIsWaitedForForEver(StreamsException fault) {
        for (int hour = 0; hour < 100; hour++) {
            now += Duration.ofMinutes(1).toNanos();
            assertEquals(REPLACE_THREAD, faults.handle(fault));
        }
        assertEquals(Optional.empty(), faults.cause());
    }

    @Test
    void aFaultThatComesBackForMinutesStopsTheMonitorAndIsTheCause() {
        faults.running();
        StreamsException bug = new StreamsException("while punctuating", new IllegalStateException());
        for (int second = 0; second <= 120; second += 20) {
            assertEquals(REPLACE_THREAD, faults.handle(bug));
            now += Duration.ofSeconds(20).toNanos();
        }
        assertEquals(SHUTDOWN_CLIENT, faults.handle(bug));
        assertSame(bug, faults.cause().orElseThrow());
    }

    @Test
    void aFaultOnceInAWhileIsNoReasonToStop() {
        faults.running();
        for (int hour = 0; hour < 100; hour++) {
            assertEquals(REPLACE_THREAD, faults.handle(new StreamsException(new IllegalStateException())));
            now += Duration.ofHours(1).toNanos();
        }
    }

    @Test
    void aFaultBeforeTheFirstEventStopsAtOnce() {
        assertEquals(SHUTDOWN_CLIENT, faults.handle(new StreamsException(new IllegalStateException("damaged"))));
    }

    @Test
    void anErrorStopsAtOnce() {
        faults.running();
        assertEquals(SHUTDOWN_CLIENT, faults.handle(new OutOfMemoryError()));
        assertEquals(SHUTDOWN_CLIENT, faults.handle(new StreamsException(new OutOfMemoryError())));
    }

    @Test
    void aTopicThatStaysMissingStopsTheMonitor() {
        MissingSourceTopicException missing = new MissingSourceTopicException("no events");
        assertEquals(REPLACE_THREAD, faults.handle(missing));
        now += Duration.ofSeconds(40).toNanos();
        assertEquals(REPLACE_THREAD, faults.handle(missing));
        now += Duration.ofSeconds(40).toNanos();
        assertEquals(SHUTDOWN_CLIENT, faults.handle(missing));
    }
}
