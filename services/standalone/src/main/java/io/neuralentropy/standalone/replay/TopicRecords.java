package io.neuralentropy.standalone.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed records of a topic, up to its present end: what comes while it is read is not waited for. */
final class TopicRecords {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> config;
    private final Duration timeout;
    private final String topic;

    /** Receives the records; those of one partition arrive in order. */
    interface Taker {
        /** @param begin first offset of the record's partition that was read from */
        void record(ConsumerRecord<byte[], byte[]> record, long begin);

        /** How much of the topic was read, 0 to 1; now and then. */
        void read(double share);
    }

    /**
     * @param client Kafka's address, security
     * @param timeout how long Kafka may be silent
     */
    TopicRecords(Map<String, Object> client, Duration timeout, String topic) {
        this.config = new LinkedHashMap<>(client);
        this.timeout = timeout;
        this.topic = topic;
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
    }

    /**
     * @param since where to begin by the records' time; null for the beginning
     * @throws ReplayException when the topic cannot be read
     */
    void read(Instant since, Taker taker) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> begins =
                    since == null ? consumer.beginningOffsets(partitions) : begins(consumer, ends, since);
            begins.forEach(consumer::seek);
            read(consumer, begins, ends, taker);
        } catch (KafkaException problem) {
            throw new ReplayException(
                    "cannot read " + topic + " (" + problem.getMessage() + "): check the broker and its rights",
                    problem);
        }
    }

    private static Map<TopicPartition, Long> begins(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Instant since) {
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(ends.keySet().stream()
                .collect(Collectors.toMap(Function.identity(), partition -> Math.max(0, since.toEpochMilli()))));
        Map<TopicPartition, Long> begins = new LinkedHashMap<>(ends);
        found.forEach((partition, first) -> {
            if (first != null) {
                begins.merge(partition, first.offset(), Math::min);
            }
        });
        return begins;
    }

    private void read(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends,
            Taker taker) {
        long heard = System.nanoTime();
        for (double share = 0; share < 1; share = share(consumer, begins, ends)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                heard = System.nanoTime();
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.get(partition)) {
                    taker.record(record, begins.get(partition));
                }
            }
            taker.read(share);
            if (System.nanoTime() - heard > timeout.toNanos()) {
                throw new ReplayException("Kafka gave nothing of " + topic + " for " + timeout.toSeconds()
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
}
