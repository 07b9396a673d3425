package io.neuralentropy.standalone.replay;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records in order and without doubling any; waits when Kafka is slow. */
final class EventProducer implements AutoCloseable {
    private static final int MEMORY_BYTES = 32 << 20;

    private final Producer<byte[], byte[]> producer;

    /**
     * @param client Kafka's address, security
     * @param timeout how long one record may wait for Kafka
     */
    EventProducer(Map<String, Object> client, Duration timeout) {
        Map<String, Object> config = new LinkedHashMap<>(client);
        int millis = (int) timeout.toMillis();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // as in the emitter: the leader of a topic just made may otherwise take a second batch and never the first
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, MEMORY_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis - 5));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @param outcome is called once, also when the producer throws */
    void send(ProducerRecord<byte[], byte[]> record, Callback outcome) {
        try {
            producer.send(record, outcome);
        } catch (KafkaException problem) {
            outcome.onCompletion(null, problem);
        }
    }

    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
