package io.neuralentropy.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.TopicReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export}: out of one Kafka, into another. */
class ExportIT {
    private static final String UNKNOWN_TYPE =
            "{\"schema\":1, \"type\":\"of-a-later-version\",\"run\":\"a\",\"time\":3,\"new\":[1,2]}";

    private static final String ANOTHER_RUN = step("b", 7);

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        TopicSetup.ensure(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                TopicSettings.defaults(),
                Duration.ofSeconds(60));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static String step(String run, int step) {
        return "{\"schema\":1,\"type\":\"step\",\"run\":\"" + run + "\",\"time\":" + step + ",\"step\":" + step
                + ",\"loss\" : 0.50,\"extra\":\"größer\",\"neuralEntropy\":{\"mean\":" + step
                + ",\"count\":4,\"variance\":1}}";
    }

    private void send(String key, String... values) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(Topics.EVENTS, key.getBytes(UTF_8), value.getBytes(UTF_8)));
            }
        }
    }

    private InProcess.Outcome export(String... options) {
        List<String> arguments = new ArrayList<>(List.of("export"));
        arguments.addAll(List.of(options));
        return new InProcess().run(arguments.toArray(String[]::new));
    }

    private String kafka() {
        return "--bootstrap-servers=" + broker.bootstrapServers();
    }

    private static List<byte[]> values(EmbeddedBroker of) {
        try (TopicReader topic = new TopicReader(of.bootstrapServers())) {
            return topic.records().stream()
                    .filter(record -> new String(record.key(), UTF_8).equals("a"))
                    .map(record -> record.value())
                    .toList();
        }
    }

    @Test
    void ofEventsAndTheirReplayMakeTheSameRun() throws IOException {
        String[] steps = Stream.iterate(1, step -> step + 1)
                .limit(3_000)
                .map(step -> step("a", step))
                .toArray(String[]::new);
        send("a", steps);
        send("b", step("b", 1), step("b", 2));
        send("a", UNKNOWN_TYPE, steps[0]);
        Path file = directory.resolve("a.jsonl.gz");

        InProcess.Outcome outcome = export("a", kafka(), "--output=" + file);

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("", outcome.out());
        assertEquals("", outcome.err());
        try (EmbeddedBroker other = EmbeddedBroker.start(BrokerSettings.temporary())) {
            InProcess.Outcome replayed =
                    new InProcess().run("replay", file.toString(), "--bootstrap-servers=" + other.bootstrapServers());
            assertEquals(
                    "replayed 3002 lines: 3002 acknowledged", replayed.out().strip());
            assertArrayEquals(values(broker).toArray(), values(other).toArray());
        }
    }

    @Test
    void leavesOutWhatIsNoEventOfTheRunAndSaysSo() {
        send(
                "a",
                step("a", 1),
                "junk",
                ANOTHER_RUN,
                step("a", 2).replace(",", ",\n").replace("{", "{\r\n"));

        InProcess.Outcome outcome = export("a", kafka());

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(
                List.of(step("a", 1), step("a", 2).replace(",", ", ").replace("{", "{  ")),
                outcome.out().lines().toList());
        assertEquals(
                "neural-entropy: 2 records under the key a are no valid events and were left out",
                outcome.err().strip());
    }

    @Test
    void failsWhereThereIsNoSuchRunAndLeavesTheFileAlone() throws IOException {
        send("a", step("a", 1));
        Path file = Files.writeString(directory.resolve("c.jsonl"), "kept");

        InProcess.Outcome outcome = export("c", kafka(), "--output=" + file);

        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("holds no events of a run c"), outcome.err());
        assertEquals("kept", Files.readString(file));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void ofCurvesSaysWhatTheMonitorSays() throws IOException {
        send("a", step("a", 1), step("a", 3));
        try (MonitorService monitor = MonitorService.start(MonitorSettings.of(broker.bootstrapServers()))) {
            String url = "http://127.0.0.1:" + monitor.httpPort() + "/";
            Http.await(url + "api/runs/a/curve", answer -> answer.contains("\"step\":[1,3]"), "both steps");
            Path file = directory.resolve("a.jsonl");

            InProcess.Outcome csv = export("a", "--curve", "--monitor=" + url);
            InProcess.Outcome lines = export("a", "--curve", "--monitor=" + url, "--output=" + file);
            InProcess.Outcome unknown = export("b", "--curve", "--monitor=" + url);

            assertEquals(Http.get(url + "api/runs/a/curve?format=csv"), csv.out());
            assertEquals(0, lines.code(), lines.err());
            List<JsonNode> buckets =
                    Files.readAllLines(file).stream().map(JsonText::parse).toList();
            assertEquals(
                    List.of(1, 3),
                    buckets.stream().map(bucket -> bucket.get("step").asInt()).toList());
            assertEquals(3.0, buckets.get(1).get("neuralEntropy").asDouble());
            assertEquals(1, unknown.code());
            assertTrue(unknown.err().startsWith("neural-entropy: no such run"), unknown.err());
        }
    }

    @Test
    void theListOfRunsCanBeOfOneGroupOrState() {
        send("a", step("a", 1));
        send(
                "b",
                "{\"schema\":1,\"type\":\"run.started\",\"run\":\"b\",\"time\":1,\"group\":\"g & h\"}",
                "{\"schema\":1,\"type\":\"run.finished\",\"run\":\"b\",\"time\":2,\"status\":\"failed\"}");
        try (MonitorService monitor = MonitorService.start(MonitorSettings.of(broker.bootstrapServers()))) {
            String url = "http://127.0.0.1:" + monitor.httpPort() + "/";
            Http.await(
                    url + "api/runs",
                    answer -> answer.contains("\"run\":\"a\"") && answer.contains("\"state\":\"failed\""),
                    "both runs");

            assertEquals(List.of("a", "b"), runs(url));
            assertEquals(List.of("b"), runs(url, "--group=g & h"));
            assertEquals(List.of("a", "b"), runs(url, "--state=failed,warming-up"));
            assertEquals(List.of(), runs(url, "--state=failed", "--group=i"));
            InProcess.Outcome unknown = new InProcess().run("runs", "--monitor=" + url, "--state=broken");
            assertEquals(1, unknown.code());
            assertTrue(unknown.err().startsWith("neural-entropy: state must be one of warming-up"), unknown.err());
        }
    }

    private static List<String> runs(String url, String... options) {
        List<String> arguments = new ArrayList<>(List.of("runs", "--json", "--monitor=" + url));
        arguments.addAll(List.of(options));
        InProcess.Outcome outcome = new InProcess().run(arguments.toArray(String[]::new));
        assertEquals(0, outcome.code(), outcome.err());
        return JsonText.parse(outcome.out()).findValuesAsText("run");
    }
}
