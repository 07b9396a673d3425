package io.neuralentropy.monitor.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is refused to the dead-letter topic with its original bytes, in the transaction that commits its offset, and
 * says so in the log at a bounded rate; never with its payload.
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

    void send(Record<byte[], byte[]> record, String reason, String detail) {
        RecordMetadata origin = context.recordMetadata().orElseThrow();
        RecordHeaders headers = new RecordHeaders(record.headers());
        add(headers, "reason", reason);
        add(headers, "detail", detail);
        add(headers, "topic", origin.topic());
        add(headers, "partition", Integer.toString(origin.partition()));
        add(headers, "offset", Long.toString(origin.offset()));
        context.forward(record.withHeaders(headers), sink);
        meters.deadLetter(reason);
        log(origin, reason, detail);
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
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
