package io.neuralentropy.monitor.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RestoreWatchTest {
    private static final TopicPartition CHANGELOG = new TopicPartition("changelog", 3);

    private final Logger log = logger();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<Duration> metered = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    /** Classes of tests run at the same time: while one of them starts the logging, the others are given a substitute. */
    private static Logger logger() {
        while (true) {
            if (LoggerFactory.getLogger(RestoreWatch.class) instanceof Logger logger) {
                return logger;
            }
            Thread.onSpinWait();
        }
    }

    private final RestoreMeters meters = new RestoreMeters() {
        @Override
        public void restored(long count) {
            records.addAndGet(count);
        }

        @Override
        public void took(Duration duration) {
            metered.add(duration);
        }
    };
    private final RestoreWatch watch = new RestoreWatch(meters, nanos::get);

    @BeforeEach
    void listen() {
        log.setLevel(ch.qos.logback.classic.Level.INFO);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void leave() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    private void restore(Duration takes) {
        watch.onRestoreStart(CHANGELOG, "run-state", 0, 10);
        watch.onBatchRestored(CHANGELOG, "run-state", 7, 7);
        watch.onBatchRestored(CHANGELOG, "run-state", 10, 3);
        nanos.addAndGet(takes.toNanos());
        watch.onRestoreEnd(CHANGELOG, "run-state", 10);
    }

    @Test
    void metersEveryRestoreAndTellsOfTheLongOnes() {
        restore(Duration.ofMillis(4));
        restore(Duration.ofSeconds(7));
        assertEquals(List.of(Duration.ofMillis(4), Duration.ofSeconds(7)), metered);
        assertEquals(20, records.get());
        assertEquals(
                List.of("Restored partition 3 of run-state in 7 s from 10 records"),
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    @Test
    void saysForHowLongTheOldestOneHasBeenGoingOn() {
        assertEquals(0, watch.oldestSeconds());
        watch.onRestoreStart(CHANGELOG, "run-state", 0, 10);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        TopicPartition other = new TopicPartition("changelog", 4);
        watch.onRestoreStart(other, "run-state", 0, 10);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertEquals(5, watch.oldestSeconds());
        watch.onRestoreEnd(CHANGELOG, "run-state", 10);
        assertEquals(2, watch.oldestSeconds());
        watch.onRestoreSuspended(other, "run-state", 5);
        assertEquals(0, watch.oldestSeconds());
    }

    @Test
    void doesNotCountARestoreThatWasGivenUp() {
        watch.onRestoreStart(CHANGELOG, "run-state", 0, 10);
        watch.onRestoreSuspended(CHANGELOG, "run-state", 5);
        watch.onRestoreEnd(CHANGELOG, "run-state", 10);
        assertEquals(List.of(), metered);
    }
}
