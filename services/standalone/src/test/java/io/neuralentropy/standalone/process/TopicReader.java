package io.neuralentropy.standalone.process;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topic of events from its beginning, independently of the product's own consumers. */
public final class TopicReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    public TopicReader(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** All records up to the present end; those of one key in order. */
    public List<ConsumerRecord<byte[], byte[]>> records() {
        assign();
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(deadline);
        }
        return List.copyOf(records);
    }

    /** The events of a run, in order; every one of its records must be one. */
    public List<Event> events(String run) {
        return events(run, records());
    }

    private static List<Event> events(String run, List<ConsumerRecord<byte[], byte[]>> records) {
        EventCodec codec = new EventCodec();
        return records.stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(run))
                .map(record -> ((Decoded.Accepted) codec.decode(record.key(), record.value())).event())
                .toList();
    }

    /** Waits until the events of a run are as wished. */
    public void await(String run, Predicate<List<Event>> wish) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        assign();
        while (!wish.test(events(run, records))) {
            poll(deadline);
        }
    }

    private void assign() {
        if (consumer.assignment().isEmpty()) {
            List<TopicPartition> partitions = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.isEmpty()) {
                check(deadline);
                consumer.listTopics().getOrDefault(Topics.EVENTS, List.of()).stream()
                        .map(partition -> new TopicPartition(Topics.EVENTS, partition.partition()))
                        .forEach(partitions::add);
            }
            consumer.assign(partitions);
        }
    }

    private void poll(long deadline) {
        check(deadline);
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }

    private static void check(long deadline) {
        if (System.nanoTime() > deadline) {
            throw new AssertionError("the topic did not become what was waited for within " + PATIENCE);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
