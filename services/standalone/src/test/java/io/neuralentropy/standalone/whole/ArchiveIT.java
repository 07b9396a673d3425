package io.neuralentropy.standalone.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.archive.ArchiveReader;
import io.neuralentropy.monitor.archive.RunArchive;
import io.neuralentropy.monitor.snapshot.ArchivedRuns.Archived;
import io.neuralentropy.monitor.topology.TopologySettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is archived outlives the application that wrote it, its events, junk among the records, and outages. */
class ArchiveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final EventCodec CODEC = new EventCodec();
    private static final String WITHHELD = "neural_entropy_monitor_withheld_run_writes_total";
    private static final String FINISHED = "neural_entropy_monitor_events_total{type=\"run.finished\"}";
    private static final String BEHIND = "neural_entropy_monitor_archive_behind";
    private static final int STEPS = 3000;
    private static final int BUCKETS = 31 + 6 * 16 + 8;
    private static final int PARTITION = 3;

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = start(0);
        TopicSetup.ensure(clients(), TopicSettings.defaults(), Duration.ofSeconds(60));
    }

    private EmbeddedBroker start(int port) {
        return EmbeddedBroker.start(new BrokerSettings("127.0.0.1", port, directory.resolve("kafka")));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Map<String, Object> clients() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(clients(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private MonitorService monitor(String application) {
        return MonitorService.start(MonitorSettings.of(broker.bootstrapServers())
                .applicationId(application)
                .topology(TopologySettings.defaults().metricsInterval(Duration.ofMillis(100))));
    }

    private void send(Event... events) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (Event event : events) {
                producer.send(new ProducerRecord<>(
                        Topics.EVENTS, PARTITION, event.run().getBytes(UTF_8), CODEC.encode(event)));
            }
        }
    }

    private static Event[] steps(int from, int to) {
        Event[] steps = new Event[to - from + 1];
        for (int step = from; step <= to; step++) {
            steps[step - from] = Step.of(new Origin("long", 0, 0, step), step)
                    .samples(32)
                    .neuralEntropy(new Moments(step, 1, 4))
                    .build();
        }
        return steps;
    }

    private static RunStarted started() {
        return RunStarted.of(new Origin("long", 0, 0, 0))
                .group("g")
                .totalEntropy(new EntropyEstimate(6000, 1, "analytic"))
                .build();
    }

    private void loseEventsBefore(long offset) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(clients())) {
            admin.deleteRecords(
                            Map.of(new TopicPartition(Topics.EVENTS, PARTITION), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    private static void await(String what, BooleanSupplier wish) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!wish.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static JsonNode json(byte[] value) {
        try {
            return new ObjectMapper().readTree(value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int buckets(RunArchive archive, String run) {
        return archive.find(run)
                .map(found -> json(found.curve()).get("step").size())
                .orElse(0);
    }

    /** Lets an archive follow its topics as long as something is done. */
    private static void reading(Map<String, Object> clients, RunArchive archive, Runnable body) {
        ArchiveReader reader = ArchiveReader.start(clients, archive);
        try {
            body.run();
        } finally {
            reader.close();
        }
    }

    /** What any monitor would read now. */
    private void assertArchivedWhole(String application) {
        RunArchive archive = new RunArchive(1 << 20);
        reading(clients(), archive, () -> await("read", archive::isComplete));
        Archived run = archive.find("long").orElseThrow();
        assertEquals(application, archive.published("long").application());
        JsonNode full = json(run.full());
        assertEquals("g", full.path("group").asText());
        assertEquals(6000, full.path("totalEntropy").asDouble());
        assertTrue(full.has("encodingEfficiency"));
        assertEquals(STEPS, full.path("acceptedSteps").asInt());
        assertEquals(BUCKETS, buckets(archive, "long"));
    }

    @Test
    void aSecondApplicationThatFindsOnlyTheLastEventsLeavesTheArchivedRunWhole() throws Exception {
        try (MonitorService first = monitor("first")) {
            await("ready", first::isReady);
            send(started());
            send(steps(1, STEPS));
            RunArchive archive = new RunArchive(1 << 20);
            reading(
                    clients(),
                    archive,
                    () -> await(
                            "the whole run is archived",
                            () -> archive.published("long").steps() == STEPS && buckets(archive, "long") == BUCKETS));
        }
        assertArchivedWhole("first");
        loseEventsBefore(STEPS - 100);
        try (MonitorService second = monitor("second")) {
            Scrape.await(second.httpPort(), scrape -> scrape.of(WITHHELD).orElse(0) > 0);
            send(new RunFinished(new Origin("long", 0, 0, STEPS), RunFinished.Status.COMPLETED, null, STEPS));
            Scrape.await(second.httpPort(), scrape -> scrape.of(FINISHED).orElse(0) == 1);
            assertEquals(0, Scrape.of(second.httpPort()).of(BEHIND).orElseThrow());
        }
        assertArchivedWhole("first");
        try (MonitorService third = monitor("third")) {
            await("ready", third::isReady);
            send(started());
            send(steps(1, STEPS));
            RunArchive archive = new RunArchive(1 << 20);
            reading(
                    clients(),
                    archive,
                    () -> await(
                            "one that knows as much writes it",
                            () -> archive.published("long").application().equals("third")));
        }
        assertArchivedWhole("third");
    }

    @Test
    void whateverLiesInItsTopicsAndHoweverLongKafkaIsAwayTheArchiveReadsOn() {
        Map<String, Object> impatient = new HashMap<>(clients());
        impatient.put("default.api.timeout.ms", 1000);
        impatient.put("request.timeout.ms", 1000);
        int port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (String topic : new String[] {Topics.RUN_METRICS, Topics.RUN_CURVES}) {
                producer.send(new ProducerRecord<>(topic, "a".getBytes(UTF_8), "{}".getBytes(UTF_8)));
                producer.send(new ProducerRecord<>(topic, new byte[0], new byte[0]));
                producer.send(new ProducerRecord<>(topic, "unknown".getBytes(UTF_8), null));
                producer.send(new ProducerRecord<>(topic, new byte[1000], new byte[900_000]));
                producer.send(new ProducerRecord<>(
                        topic, "a".getBytes(UTF_8), "[[".repeat(10_000).getBytes(UTF_8)));
            }
        }
        broker.close();
        RunArchive archive = new RunArchive(1 << 20);
        reading(impatient, archive, () -> {
            assertFalse(archive.isComplete());
            broker = start(port); // takes longer than the clients' patience
            await("read", archive::isComplete);
            write("a");
            await("what comes later is read", () -> archive.find("a").isPresent());
            broker.close();
            broker = start(port);
            write("b");
            await("what comes after an outage is read", () -> archive.find("b").isPresent());
            assertEquals(2, archive.all().size());
        });
    }

    private void write(String run) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(
                    Topics.RUN_METRICS, run.getBytes(UTF_8), ("{\"run\":\"" + run + "\"}").getBytes(UTF_8)));
        }
    }
}
