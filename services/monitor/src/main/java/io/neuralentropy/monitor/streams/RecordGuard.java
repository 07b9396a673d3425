package io.neuralentropy.monitor.streams;

import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.topology.DeadLetterRecord;
import io.neuralentropy.monitor.topology.IntakeMeters;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler.Response;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a record that a processor cannot take from stopping all others: tried once more by a new thread, then parked in the
 * dead-letter topic, in the transaction that commits its offset. A processor that throws must leave nothing half-done on the
 * heap: after the second failure its task goes on.
 *
 * <p>What Kafka's own code throws, and what a punctuator throws, is no fault of a record and ends the thread.
 */
final class RecordGuard {
    /** Setting of Kafka Streams under which its handler finds this. */
    private static final String SETTING = "neural.entropy.record.guard";

    private static final Logger LOG = LoggerFactory.getLogger(RecordGuard.class);

    private final RecordFailures failures;
    private final IntakeMeters meters;

    RecordGuard(RecordFailures failures, IntakeMeters meters) {
        this.failures = failures;
        this.meters = meters;
    }

    void addTo(Map<String, Object> streamsConfig) {
        streamsConfig.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, Handler.class);
        streamsConfig.put(SETTING, this);
    }

    private Response handle(ErrorHandlerContext context, Record<?, ?> record, Exception thrown) {
        if (context.topic() == null || KafkaFaults.isOfKafka(thrown)) {
            return Response.fail();
        }
        RecordFailures.Verdict verdict =
                failures.failed(context.topic(), context.partition(), context.offset(), thrown);
        if (verdict == RecordFailures.Verdict.RETRY) {
            LOG.warn("Failed at {}; its state is read anew and it is tried once more", place(context), thrown);
            return Response.fail();
        }
        if (verdict == RecordFailures.Verdict.PARK) {
            LOG.error(
                    "Failed at {}; the record goes to {} with reason {}",
                    place(context),
                    Topics.DEAD_LETTERS,
                    IntakeMeters.FAILED,
                    thrown);
            meters.deadLetter(IntakeMeters.FAILED);
        }
        return Response.resume(List.of(deadLetter(context, record, thrown)));
    }

    private static String place(ErrorHandlerContext context) {
        return context.topic() + "-" + context.partition() + " offset " + context.offset();
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(
            ErrorHandlerContext context, Record<?, ?> record, Exception thrown) {
        byte[] key = context.sourceRawKey();
        byte[] value = context.sourceRawValue();
        // Kafka Streams lets go of them with the first record sent
        if (key == null && value == null && record != null) {
            key = bytes(record.key());
            value = bytes(record.value());
        }
        DeadLetterRecord letter = DeadLetterRecord.of(key, value, context.headers())
                .because(IntakeMeters.FAILED, thrown.getClass().getName())
                .ofKey()
                .from(context.topic(), context.partition(), context.offset());
        Long timestamp = context.timestamp() < 0 ? null : (Long) context.timestamp();
        return new ProducerRecord<>(
                Topics.DEAD_LETTERS, null, timestamp, letter.key(), letter.value(), letter.headers());
    }

    private static byte[] bytes(Object part) {
        return part instanceof byte[] raw ? raw : null;
    }

    /** Made by Kafka Streams, once for each task. */
    public static final class Handler implements ProcessingExceptionHandler {
        private RecordGuard guard;

        @Override
        public void configure(Map<String, ?> streamsConfig) {
            guard = (RecordGuard) streamsConfig.get(SETTING);
        }

        @Override
        public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception thrown) {
            return guard.handle(context, record, thrown);
        }
    }
}
