package io.neuralentropy.monitor.topology;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is refused to the dead-letter topic with its original bytes, as far as {@link DeadLetterRecord} keeps them, in the
 * transaction that commits its offset, and says so in the log at a bounded rate; never with its payload.
 */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final long LOG_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private final ProcessorContext<byte[], byte[]> context;
    private final String sink;
    private final IntakeMeters meters;
    private long lastLogged = System.nanoTime() - LOG_INTERVAL_NANOS;
    private long sinceLogged;

    DeadLetters(ProcessorContext<byte[], byte[]> context, String sink, IntakeMeters meters) {
        this.context = context;
        this.sink = sink;
        this.meters = meters;
    }

    /** @param run that the record is of, a valid id; null where that cannot be read */
    void send(Record<byte[], byte[]> record, String run, String reason, String detail) {
        RecordMetadata origin = context.recordMetadata().orElseThrow();
        DeadLetterRecord letter = DeadLetterRecord.of(record.key(), record.value(), record.headers())
                .because(reason, detail)
                .ofRun(run)
                .from(origin.topic(), origin.partition(), origin.offset());
        context.forward(
                new Record<>(letter.key(), letter.value(), context.currentSystemTimeMs(), letter.headers()), sink);
        meters.deadLetter(reason);
        log(origin, reason, detail);
    }

    private void log(RecordMetadata origin, String reason, String detail) {
        sinceLogged++;
        long now = System.nanoTime();
        if (now - lastLogged >= LOG_INTERVAL_NANOS) {
            LOG.warn(
                    "Refused {} record(s); the last at {}-{} offset {}: {} ({})",
                    sinceLogged,
                    origin.topic(),
                    origin.partition(),
                    origin.offset(),
                    reason,
                    detail);
            lastLogged = now;
            sinceLogged = 0;
        }
    }
}
