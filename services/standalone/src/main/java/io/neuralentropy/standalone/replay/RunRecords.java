package io.neuralentropy.standalone.replay;

import io.neuralentropy.events.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The records under a run's key in the topic of events, up to its present end. They are looked for in all partitions:
 * senders differ in where they put a key.
 */
final class RunRecords {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> config;
    private final Duration timeout;
    private final byte[] key;

    /** What is told of the records, in their order. */
    interface Taker {
        void record(byte[] key, byte[] value);

        /** How much of the topic was read, 0 to 1; now and then. */
        void read(double share);
    }

    /**
     * @param client Kafka's address, security
     * @param timeout how long Kafka may be silent
     */
    RunRecords(Map<String, Object> client, Duration timeout, String run) {
        this.config = new LinkedHashMap<>(client);
        this.timeout = timeout;
        this.key = run.getBytes(StandardCharsets.UTF_8);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
    }

    /** @throws ReplayException when the topic cannot be read */
    void read(Taker taker) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            read(consumer, taker);
        } catch (KafkaException problem) {
            throw new ReplayException(
                    "cannot read " + Topics.EVENTS + " (" + problem.getMessage() + "): check the broker and its rights",
                    problem);
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, Taker taker) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long heard = System.nanoTime();
        for (double share = 0; share < 1; share = share(consumer, begins, ends)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                heard = System.nanoTime();
                take(record, ends, taker);
            }
            taker.read(share);
            if (System.nanoTime() - heard > timeout.toNanos()) {
                throw new ReplayException("Kafka gave nothing of " + Topics.EVENTS + " for " + timeout.toSeconds()
                        + " s: check the broker, or give it more time by --timeout");
            }
        }
    }

    /** Offsets read of those there were; 1 when nothing is left. */
    private static double share(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        long all = 0;
        long left = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            all += end.getValue() - begins.get(end.getKey());
            left += Math.max(0, end.getValue() - consumer.position(end.getKey()));
        }
        return left == 0 ? 1 : 1 - (double) left / Math.max(all, left);
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Long> ends, Taker taker) {
        boolean wanted = record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()));
        if (wanted && Arrays.equals(record.key(), key)) {
            taker.record(record.key(), record.value());
        }
    }
}
