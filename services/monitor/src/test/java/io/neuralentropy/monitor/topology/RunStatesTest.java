package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to the topic of run states. */
class RunStatesTest {
    private static final EventCodec CODEC = new EventCodec();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("classpath:io/neuralentropy/events/schema/state-change.schema.json"));

    private static final long BEGIN = 1_764_000_000_000L;

    private final LiveSnapshots live = new LiveSnapshots();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> events;
    private TestOutputTopic<byte[], byte[]> states;

    @TempDir
    private Path stateDirectory;

    @BeforeEach
    void start() {
        driver = Drive.topology(
                MonitorTopology.build(
                        TopologySettings.defaults(),
                        Drive.ONE_PARTITION,
                        live,
                        new LiveGroups(),
                        PublishedRuns.NONE,
                        IntakeMeters.NONE),
                "the-monitor",
                stateDirectory,
                Instant.now());
        events = Drive.input(driver, Topics.EVENTS);
        states = Drive.output(driver, Topics.RUN_STATES);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private void send(Event event) {
        events.pipeInput(event.run().getBytes(UTF_8), CODEC.encode(event));
    }

    private void steps(String run, int from, int to) {
        for (int t = from; t <= to; t++) {
            send(Step.of(new Origin(run, 0, 0, BEGIN + 10 * t), t)
                    .loss(1)
                    .neuralEntropy(Moments.ofMean(100 * (1 - Math.exp(-t / 800.0)), 32))
                    .build());
        }
    }

    private List<JsonNode> told() {
        List<JsonNode> told = new ArrayList<>();
        while (!states.isEmpty()) {
            TestRecord<byte[], byte[]> record = states.readRecord();
            String json = new String(record.value(), UTF_8);
            assertEquals(List.of(), SCHEMA.validate(json, InputFormat.JSON), json);
            JsonNode change = parse(json);
            assertEquals(change.get("run").asText(), new String(record.key(), UTF_8));
            told.add(change);
        }
        return told;
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    @Test
    void aChangeIsWrittenAtOnceWithTheNumbersThatCausedIt() {
        steps("a", 1, 9_000);
        List<JsonNode> told = told();
        assertEquals(2, told.size());
        JsonNode saturated = told.get(1);
        assertEquals("absorbing", saturated.get("from").asText());
        assertEquals("saturated", saturated.get("state").asText());
        assertEquals("flat", saturated.get("cause").asText());
        assertEquals("the-monitor", saturated.get("application").asText());
        assertEquals(2, saturated.get("place").asInt());
        long step = saturated.get("step").asLong();
        // the first event behind the bucket is the one that closes it
        assertEquals(BEGIN + 10 * (step + 1), saturated.get("time").asLong());
        assertTrue(saturated.get("late").asLong() > 0);
        assertTrue(saturated.get("reason").asText().startsWith("saturated at "));
        assertTrue(Math.abs(saturated.get("gain").asDouble()) < 0.03);
        assertTrue(saturated.has("halfWidth") && saturated.has("level"));
        assertEquals(0.03, saturated.get("delta").asDouble());
        assertEquals(100, saturated.get("capacity").asDouble(), 2);
    }

    @Test
    void endsAreChangesTooAndEachIsWrittenOnce() {
        RunFinished completed = new RunFinished(new Origin("a", 0, 0, 5), RunFinished.Status.COMPLETED, null, 3);
        steps("a", 1, 3);
        send(completed);
        send(completed);
        steps("b", 1, 3);
        send(new RunFinished(new Origin("b", 0, 0, 5), RunFinished.Status.FAILED, "out of memory", 3));
        driver.advanceWallClockTime(Duration.ofMinutes(1));
        List<JsonNode> told = told();
        assertEquals(
                List.of("a finished", "b failed"),
                told.stream()
                        .map(change -> change.get("run").asText() + " "
                                + change.get("state").asText())
                        .toList());
    }

    @Test
    void numbersThatAreNotFiniteLeaveAValidRecord() {
        steps("a", 1, 600);
        send(Step.of(new Origin("a", 0, 0, 1), 601)
                .loss(Double.POSITIVE_INFINITY)
                .build());
        List<JsonNode> told = told();
        assertEquals("diverged", told.get(told.size() - 1).get("state").asText());
    }

    @Test
    void aRunThatIsStalledIsNoEvent() {
        steps("a", 1, 3);
        driver.advanceWallClockTime(Duration.ofHours(1));
        assertEquals(List.of(), told());
    }
}
