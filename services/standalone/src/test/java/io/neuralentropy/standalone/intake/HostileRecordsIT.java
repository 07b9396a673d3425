package io.neuralentropy.standalone.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.standalone.whole.Scrape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that a broker takes whatever is in them, and that the monitor must get past, also after a restart. */
class HostileRecordsIT {
    private static final int LARGE = 3_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private static Step step(String run, long number) {
        return Step.of(new Origin(run, 0, 0, 1_764_000_000_000L), number)
                .loss(1)
                .build();
    }

    @Test
    void recordsFarLargerThanARequestBecomeDeadLetters() throws ExecutionException, InterruptedException {
        try (Kafka kafka = new Kafka(directory)) {
            MonitorService monitor = kafka.startMonitor();
            List<ProducerRecord<byte[], byte[]>> hostile = hostile();
            for (ProducerRecord<byte[], byte[]> record : hostile) {
                kafka.send(record);
            }
            kafka.send(step("honest", 1));
            awaitAll(monitor, hostile.size(), "honest");
            monitor.close();

            monitor = kafka.startMonitor();
            kafka.send(step("later", 1));
            Scrape.await(monitor.httpPort(), scrape -> scrape.runs().contains("later"));
            monitor.close();
            assertLetters(kafka, hostile.size());
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> hostile() {
        byte[] zeros = new byte[LARGE];
        byte[] key = "large".getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> headers = new ProducerRecord<>(Topics.EVENTS, key, "junk".getBytes(UTF_8));
        for (int i = 0; i < 5_000; i++) {
            headers.headers().add("h" + i, new byte[1_000]);
        }
        return List.of(
                new ProducerRecord<>(Topics.EVENTS, key, zeros),
                new ProducerRecord<>(Topics.EVENTS, null, zeros),
                new ProducerRecord<>(Topics.EVENTS, zeros, null),
                new ProducerRecord<>(Topics.EVENTS, zeros, zeros),
                headers);
    }

    private static void awaitAll(MonitorService monitor, long refused, String run) {
        Scrape.await(
                monitor.httpPort(),
                scrape -> scrape.runs().contains(run)
                        && scrape.of("neural_entropy_monitor_events_total{type=\"refused\"}")
                                        .orElse(0)
                                == refused);
    }

    private static void assertLetters(Kafka kafka, int count) {
        List<ConsumerRecord<byte[], byte[]>> letters = letters(kafka, count);
        assertEquals(count, letters.size());
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            assertTrue(letter.serializedKeySize() <= 1024, "key");
            assertTrue(letter.serializedValueSize() <= 65_536, "value");
            boolean isCut = letter.serializedKeySize() == 1024 || letter.serializedValueSize() == 65_536;
            assertEquals(isCut ? "true" : null, header(letter, "truncated"));
            if (letter.serializedValueSize() == 65_536) {
                assertEquals(Integer.toString(LARGE), header(letter, "value-length"));
                assertArrayEquals(new byte[65_536], letter.value());
            }
        }
        assertEquals(
                1,
                letters.stream()
                        .filter(letter -> "5000".equals(header(letter, "headers-dropped")))
                        .count());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(Kafka kafka, int count) {
        Map<String, Object> config = new HashMap<>(kafka.client());
        config.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DEAD_LETTERS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (letters.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
        }
        return letters;
    }
}
