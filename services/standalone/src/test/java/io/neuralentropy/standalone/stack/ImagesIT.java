package io.neuralentropy.standalone.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.EventType;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.Program;
import io.neuralentropy.standalone.process.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the images hold is enough for what they are for: the stack's own commands, run from the images' files. */
class ImagesIT {
    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        TopicSetup.ensure(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                TopicSettings.defaults(),
                Duration.ofSeconds(60));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private Path temporary() {
        return ImageLayout.writable(directory.resolve("tmp"));
    }

    /** The stack's command with what only a container has: Kafka's name, the volume, the port. */
    private List<String> command(String service) {
        Path volume = ImageLayout.writable(directory.resolve("volume"));
        return Compose.stack().command(service).stream()
                .map(word -> word.replace("kafka:19092", broker.bootstrapServers())
                        .replace("/var/lib/neural-entropy", volume.toString())
                        .replace("--http-port=8080", "--http-port=0"))
                .toList();
    }

    private static void send(String compression, String run) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "compression.type", compression, "linger.ms", 100);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int step = 1; step <= 20; step++) {
                String event =
                        "{\"schema\":1,\"type\":\"step\",\"run\":\"" + run + "\",\"time\":1,\"step\":" + step + "}";
                producer.send(new ProducerRecord<>(Topics.EVENTS, run.getBytes(UTF_8), event.getBytes(UTF_8)));
            }
        }
    }

    @Test
    void theMonitorsRunsTheStacksCommandAndEndsAtASignal() {
        ImageLayout image = ImageLayout.of("monitor");
        try (Program monitor = image.start(temporary(), Map.of(), command("monitor"))) {
            String url = monitor.await("Monitor listening on (.*)");
            Http.awaitReady(url);
            try (Program health = image.start(temporary(), Map.of(), List.of("health", "--monitor=" + url))) {
                assertEquals(0, health.exitCode(), health.err().toString());
            }
            List<String> compressions = List.of("none", "gzip", "lz4", "snappy", "zstd");
            compressions.forEach(compression -> send(compression, "sent-" + compression));
            for (String compression : compressions) {
                Http.await(
                        url + "api/runs/sent-" + compression,
                        answer -> answer.contains("\"acceptedSteps\":20"),
                        "all steps");
            }
            assertEquals(0, monitor.signal("TERM").exitCode(), monitor.err().toString());
        }
        assertTrue(Files.isDirectory(directory.resolve("volume/state")), "what RocksDB keeps");
    }

    @Test
    void theMonitorsHoldsNoTrainer() {
        ImageLayout image = ImageLayout.of("monitor");
        assertFalse(Files.exists(image.home().resolve("pytorch")));
        try (Program train = image.start(
                temporary(), Map.of(), List.of("train", "--bootstrap-servers=127.0.0.1:1", "--timeout=1"))) {
            assertEquals(1, train.exitCode());
            assertEquals(1, train.err().size(), train.err().toString());
            assertTrue(
                    train.err().get(0).startsWith("neural-entropy: this installation leaves out what 'train' needs"),
                    train.err().get(0));
        }
    }

    @Test
    void theTrainersRunsTheStacksCommandAndUnpacksNothing() {
        ImageLayout image = ImageLayout.of("trainer");
        Map<String, String> environment = new LinkedHashMap<>(Compose.stack().environment("trainer"));
        environment.put("NEURAL_ENTROPY_RUN", "of-the-image");
        environment.put("NEURAL_ENTROPY_STEPS", "20");
        try (Program train = image.start(temporary(), environment, command("trainer"));
                TopicReader topic = new TopicReader(broker.bootstrapServers())) {
            assertEquals(0, train.exitCode(), train.err().toString());

            List<Event> events = topic.events("of-the-image");
            assertEquals(
                    20,
                    events.stream()
                            .filter(event -> event.type() == EventType.STEP)
                            .count());
            assertEquals(EventType.RUN_FINISHED, events.get(events.size() - 1).type());
        }
        assertEquals(List.of(), Program.leftIn(directory.resolve("tmp")), "DJL's folder for what it unpacks");
        assertTrue(Files.isDirectory(directory.resolve("volume/checkpoints")));
    }

    @Test
    void theTrainersEndsAtASignalWithItsRunToldAsStopped() {
        ImageLayout image = ImageLayout.of("trainer");
        Map<String, String> environment = new LinkedHashMap<>(Compose.stack().environment("trainer"));
        environment.put("NEURAL_ENTROPY_RUN", "stopped");
        try (Program train = image.start(temporary(), environment, command("trainer"));
                TopicReader topic = new TopicReader(broker.bootstrapServers())) {
            topic.await("stopped", events -> events.size() > 3);
            assertEquals(143, train.signal("TERM").exitCode(), train.err().toString());
            topic.await("stopped", events -> events.get(events.size() - 1).type() == EventType.RUN_FINISHED);
        }
    }
}
