package io.neuralentropy.monitor.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ArrivalTimeTest {
    private static final long NOW = 1_764_000_000_000L;
    private static final long FAR = 40 * 86_400_000L;

    private final ArrivalTime arrival = new ArrivalTime(() -> NOW);

    private long of(TimestampType type, long timestamp) {
        return arrival.extract(
                new ConsumerRecord<>(
                        "topic", 0, 0, timestamp, type, 0, 0, null, null, new RecordHeaders(), Optional.empty()),
                -1);
    }

    @Test
    void isTheBrokersClockWhereItStampsRecords() {
        assertEquals(NOW - FAR, of(TimestampType.LOG_APPEND_TIME, NOW - FAR));
        assertEquals(0, of(TimestampType.LOG_APPEND_TIME, 0));
        assertEquals(NOW, of(TimestampType.LOG_APPEND_TIME, NOW));
    }

    @Test
    void isNeverAClientsClock() {
        LongStream.of(Long.MIN_VALUE, -1, 0, NOW - FAR, NOW + FAR, Long.MAX_VALUE)
                .forEach(time -> {
                    assertEquals(NOW, of(TimestampType.CREATE_TIME, time));
                    assertEquals(NOW, of(TimestampType.NO_TIMESTAMP_TYPE, time));
                });
    }

    @Test
    void isNeitherNegativeNorInTheFuture() {
        assertEquals(NOW, of(TimestampType.LOG_APPEND_TIME, -1));
        assertEquals(NOW, of(TimestampType.LOG_APPEND_TIME, NOW + FAR));
        assertEquals(NOW, of(TimestampType.LOG_APPEND_TIME, Long.MAX_VALUE));
        assertEquals(0, new ArrivalTime(() -> -5).extract(new ConsumerRecord<>("topic", 0, 0, null, null), -1));
    }
}
