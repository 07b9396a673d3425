package io.neuralentropy.monitor.streams;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Response;

/**
 * A record that could not be sent ends the thread, whatever the reason: its transaction is lost, and a new thread does it again,
 * for as long as it takes where Kafka did not answer. Of a record that was too large for a broker the size is learned, so that it
 * is left out then. To retry with the same thread is not safe, see {@link TransactionProducer}.
 */
final class SendGuard {
    /** Setting of Kafka Streams under which its handler finds this. */
    private static final String SETTING = "neural.entropy.send.guard";

    private final SendLimits limits;

    SendGuard(SendLimits limits) {
        this.limits = limits;
    }

    void addTo(Map<String, Object> streamsConfig) {
        streamsConfig.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, Handler.class);
        streamsConfig.put(SETTING, this);
    }

    private Response handle(ProducerRecord<byte[], byte[]> record, Exception thrown) {
        if (thrown instanceof RecordTooLargeException) {
            limits.refused(record);
        }
        return Response.fail();
    }

    /** Made by Kafka Streams, once for each task. */
    public static final class Handler implements ProductionExceptionHandler {
        private SendGuard guard;

        @Override
        public void configure(Map<String, ?> streamsConfig) {
            guard = (SendGuard) streamsConfig.get(SETTING);
        }

        @Override
        public Response handleError(
                ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception thrown) {
            return guard.handle(record, thrown);
        }

        @Override
        @SuppressWarnings("rawtypes") // as Kafka Streams declares it
        public Response handleSerializationError(
                ErrorHandlerContext context,
                ProducerRecord record,
                Exception thrown,
                SerializationExceptionOrigin origin) {
            return Response.fail(); // bytes are not serialised
        }
    }
}
