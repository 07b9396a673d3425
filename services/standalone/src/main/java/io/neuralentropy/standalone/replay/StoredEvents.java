package io.neuralentropy.standalone.replay;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads events where they are kept: in a file of JSON lines, or in the topic. In the order in which a monitor meets them. */
public final class StoredEvents {
    private StoredEvents() {}

    /**
     * Reads a file to its end.
     *
     * @return what the monitor would refuse
     * @throws ReplayException when the file cannot be read
     */
    public static Check ofFile(Source source, Consumer<Event> taker) {
        Check check = new Check();
        try (LineReader reader = source.open()) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                if (!line.isBlank()) {
                    check.event(line).ifPresent(taker);
                }
            }
        } catch (IOException unreadable) {
            throw source.unreadable(unreadable);
        }
        return check;
    }

    /**
     * Reads the events of a run from the topic, up to its present end. They are looked for in all partitions: senders differ in
     * where they put a key.
     *
     * @param client Kafka's address, security
     * @param timeout how long Kafka may be silent
     * @throws ReplayException when the topic cannot be read
     */
    public static void ofTopic(Map<String, Object> client, Duration timeout, String run, Consumer<Event> taker) {
        Map<String, Object> config = new LinkedHashMap<>(client);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            read(consumer, timeout, run, taker);
        } catch (KafkaException problem) {
            throw new ReplayException(
                    "cannot read " + Topics.EVENTS + " (" + problem.getMessage() + "): check the broker and its rights",
                    problem);
        }
    }

    private static void read(
            KafkaConsumer<byte[], byte[]> consumer, Duration timeout, String run, Consumer<Event> taker) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        byte[] key = run.getBytes(StandardCharsets.UTF_8);
        EventCodec codec = new EventCodec();
        long heard = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                heard = System.nanoTime();
                take(record, ends, key, codec, taker);
            }
            if (System.nanoTime() - heard > timeout.toNanos()) {
                throw new ReplayException("Kafka gave nothing of " + Topics.EVENTS + " for " + timeout.toSeconds()
                        + " s: check the broker, or give it more time by --timeout");
            }
        }
    }

    private static void take(
            ConsumerRecord<byte[], byte[]> record,
            Map<TopicPartition, Long> ends,
            byte[] key,
            EventCodec codec,
            Consumer<Event> taker) {
        boolean wanted = record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()));
        if (wanted
                && Arrays.equals(record.key(), key)
                && codec.decode(record.key(), record.value()) instanceof Decoded.Accepted accepted) {
            taker.accept(accepted.event());
        }
    }
}
