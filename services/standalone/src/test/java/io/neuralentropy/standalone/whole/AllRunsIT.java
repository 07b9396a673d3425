package io.neuralentropy.standalone.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.Resources;
import io.neuralentropy.monitor.archive.ArchiveReader;
import io.neuralentropy.monitor.archive.RunArchive;
import io.neuralentropy.monitor.topology.TopologySettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every instance answers for every run: those of others, those of before a restart, those that have left. */
class AllRunsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final EventCodec CODEC = new EventCodec();
    private static final TopologySettings QUICK = TopologySettings.defaults().metricsInterval(Duration.ofMillis(200));

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(new BrokerSettings("127.0.0.1", 0, directory.resolve("kafka")));
        TopicSetup.ensure(bootstrap(), TopicSettings.defaults(), Duration.ofSeconds(60));
        producer = new KafkaProducer<>(bootstrap(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.close();
    }

    private static Map<String, Object> bootstrap() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static MonitorService monitor(String application, TopologySettings topology) {
        return MonitorService.start(MonitorSettings.of(broker.bootstrapServers())
                .applicationId(application)
                .resources(Resources.ofMebibytes(2, 1, 16, 16))
                .topology(topology));
    }

    private static void send(int partition, Event event) {
        producer.send(new ProducerRecord<>(Topics.EVENTS, partition, event.run().getBytes(UTF_8), CODEC.encode(event)));
        producer.flush();
    }

    private static Step step(String run, long number) {
        return Step.of(new Origin(run, 0, 0, number), number)
                .neuralEntropy(new Moments(number, 1, 4))
                .build();
    }

    private static RunFinished finished(String run, long step) {
        return new RunFinished(new Origin(run, 0, 0, step), RunFinished.Status.COMPLETED, null, step);
    }

    private static JsonNode get(MonitorService monitor, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + monitor.httpPort() + path))
                .build();
        try {
            return new ObjectMapper()
                    .readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer from " + path, e);
        }
    }

    /** Which runs of a family are told of, and whether as live. */
    private static Map<String, Boolean> runs(MonitorService monitor, String family) {
        Map<String, Boolean> runs = new TreeMap<>();
        get(monitor, "/api/runs").forEach(run -> {
            if (run.get("run").asText().startsWith(family)) {
                runs.put(run.get("run").asText(), run.get("live").asBoolean());
            }
        });
        return runs;
    }

    private static void await(String what, BooleanSupplier wish) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!wish.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Test
    void twoInstancesShareTheRunsAndEachAnswersForAll() {
        try (MonitorService first = monitor("shared", QUICK);
                MonitorService second = monitor("shared", QUICK)) {
            for (int partition = 0; partition < 8; partition++) {
                String run = "shared-" + partition;
                send(partition, step(run, 1));
                send(partition, step(run, 3));
            }
            await("both answer for 8 runs, of which each owns some", () -> {
                Map<String, Boolean> here = runs(first, "shared-");
                Map<String, Boolean> there = runs(second, "shared-");
                return here.size() == 8
                        && there.size() == 8
                        && here.containsValue(true)
                        && there.containsValue(true)
                        && here.keySet().stream().allMatch(run -> here.get(run) != there.get(run));
            });
            runs(first, "shared-").keySet().forEach(run -> {
                await("the same numbers on both", () -> same(first, second, "/api/runs/" + run));
                await("the same curve on both", () -> same(first, second, "/api/runs/" + run + "/curve"));
                assertEquals(
                        2,
                        get(second, "/api/runs/" + run)
                                .get("neuralEntropy")
                                .get("value")
                                .asDouble());
            });
        }
    }

    private static boolean same(MonitorService first, MonitorService second, String path) {
        return withoutLive(get(first, path)).equals(withoutLive(get(second, path)));
    }

    private static JsonNode withoutLive(JsonNode run) {
        ((com.fasterxml.jackson.databind.node.ObjectNode) run).remove("live");
        return run;
    }

    @Test
    void whatWasNotWrittenBeforeAStopIsWrittenAfterIt() {
        TopologySettings seldom = QUICK.metricsInterval(Duration.ofHours(1));
        RunArchive archive = new RunArchive(1 << 20);
        ArchiveReader reader = ArchiveReader.start(bootstrap(), archive);
        try {
            try (MonitorService monitor = monitor("seldom", seldom)) {
                send(0, step("seldom", 1));
                await("the first step is written soon", () -> archivedStep(archive, "seldom") == 1);
                send(0, step("seldom", 2));
                await(
                        "the second is known",
                        () -> get(monitor, "/api/runs/seldom").path("step").asInt() == 2);
                assertEquals(1, archivedStep(archive, "seldom"), "and not due");
            }
            assertEquals(1, archivedStep(archive, "seldom"));
            try (MonitorService again = monitor("seldom", seldom)) {
                await("written without any new event", () -> archivedStep(archive, "seldom") == 2);
                assertTrue(again.isReady());
            }
            assertTrue(archive.isComplete());
        } finally {
            reader.close();
        }
    }

    private static long archivedStep(RunArchive archive, String run) {
        return archive.find(run).map(found -> stepOf(found.summary())).orElse(0L);
    }

    private static long stepOf(byte[] summary) {
        try {
            return new ObjectMapper().readTree(summary).get("step").asLong();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFinishedRunLeavesTheMetricsButNotTheApi() {
        TopologySettings brief = QUICK.retain(Duration.ofSeconds(2), Duration.ofDays(1));
        try (MonitorService monitor = monitor("brief", brief)) {
            send(7, step("brief-done", 1));
            send(7, finished("brief-done", 1));
            await("exported", () -> exports(monitor, "brief-done"));
            long[] number = {0};
            await("gone from the metrics, while others go on", () -> {
                send(7, step("brief-other", ++number[0]));
                return !exports(monitor, "brief-done");
            });
            assertEquals(
                    "completed",
                    get(monitor, "/api/runs/brief-done").get("status").asText());
            assertFalse(runs(monitor, "brief-done").get("brief-done"));
            assertTrue(exports(monitor, "brief-other"));
        }
        try (MonitorService again = monitor("brief", brief)) {
            await("ready", again::isReady);
            await(
                    "the archive is read, which readiness does not wait for",
                    () -> get(again, "/api/runs/brief-done")
                            .path("status")
                            .asText()
                            .equals("completed"));
            assertFalse(exports(again, "brief-done"));
        }
    }

    private static boolean exports(MonitorService monitor, String run) {
        return Scrape.of(monitor.httpPort()).ofRuns().keySet().stream()
                .anyMatch(series -> series.contains("run=\"" + run + "\""));
    }
}
