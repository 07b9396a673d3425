package io.neuralentropy.monitor.topology;

import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * When a record came, by a clock that is trusted: the broker's where the topic stamps records as they are appended
 * ({@code message.timestamp.type=LogAppendTime}), else this monitor's own, as it reads the record. Never a client's clock, which
 * may be years off or say −1 for none. Neither negative nor in the future, so that what is stored and sent under this time is
 * within the bounds that brokers set. Stateless.
 */
final class ArrivalTime implements TimestampExtractor {
    private final LongSupplier clock;

    ArrivalTime() {
        this(System::currentTimeMillis);
    }

    /** @param clock wall clock, ms since the epoch */
    ArrivalTime(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long now = Math.max(0, clock.getAsLong());
        boolean isBrokers = record.timestampType() == TimestampType.LOG_APPEND_TIME && record.timestamp() >= 0;
        return isBrokers ? Math.min(record.timestamp(), now) : now;
    }
}
