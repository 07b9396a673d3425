package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.run.Intake;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTopologyTest {
    private static final EventCodec CODEC = new EventCodec();

    private final LiveSnapshots live = new LiveSnapshots();
    private final CountingMeters meters = new CountingMeters();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> events;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @TempDir
    private Path stateDirectory;

    @BeforeEach
    void start() {
        start(TopologySettings.defaults());
    }

    private void start(TopologySettings settings) {
        stop();
        driver = Drive.topology(
                MonitorTopology.build(
                        settings, Drive.ONE_PARTITION, live, new LiveGroups(), PublishedRuns.NONE, meters),
                "test",
                stateDirectory,
                Instant.now());
        events = Drive.input(driver, Topics.EVENTS);
        deadLetters = Drive.output(driver, Topics.DEAD_LETTERS);
    }

    @AfterEach
    void stop() {
        if (driver != null) {
            driver.close();
            driver = null;
        }
    }

    private void send(Event event) {
        events.pipeInput(event.run().getBytes(UTF_8), CODEC.encode(event));
    }

    private void send(String key, String value) {
        events.pipeInput(key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private void passPublishInterval() {
        driver.advanceWallClockTime(Duration.ofMillis(200));
    }

    private static Step step(String run, long number, double entropy) {
        return Step.of(new Origin(run, 0, 0, number), number)
                .neuralEntropy(new Moments(entropy, 1, 4))
                .build();
    }

    @Test
    void aRunShowsAfterThePublishIntervalWithWhatItsEventsSaid() {
        send(RunStarted.of(new Origin("a", 0, 0, 0)).group("g").build());
        send(step("a", 1, 3));
        send(step("a", 2, 5));
        send(step("b", 7, 1));
        assertTrue(live.all().isEmpty(), "nothing before the interval has passed");
        passPublishInterval();
        assertEquals(2, live.all().size());
        RunSnapshot run = live.find("a").orElseThrow();
        assertEquals("g", run.about().group());
        assertEquals(4, run.neuralEntropy().value());
        assertEquals(7, live.find("b").orElseThrow().step());
        assertEquals(Map.of("run.started", 1L, "step", 3L), meters.events);
        assertEquals(2, meters.published, "one observation per run");
    }

    @Test
    void junkGoesToTheDeadLettersWithItsBytesAndAReason() {
        send("a", "not json");
        send("a", "{\"schema\":2,\"type\":\"step\",\"run\":\"a\",\"time\":1,\"step\":1}");
        send("b", "{\"schema\":1,\"type\":\"step\",\"run\":\"a\",\"time\":1,\"step\":1}");
        events.pipeInput(new TestRecord<>(new byte[] {1}, null));
        assertEquals(4, deadLetters.getQueueSize());
        TestRecord<byte[], byte[]> first = deadLetters.readRecord();
        assertArrayEquals("not json".getBytes(UTF_8), first.value());
        assertArrayEquals("a".getBytes(UTF_8), first.key());
        assertEquals("malformed-json", header(first, "reason"));
        assertEquals(Topics.EVENTS, header(first, "topic"));
        assertEquals("0", header(first, "partition"));
        assertEquals("0", header(first, "offset"));
        assertEquals("unsupported-schema", header(deadLetters.readRecord(), "reason"));
        TestRecord<byte[], byte[]> third = deadLetters.readRecord();
        assertEquals("key-mismatch", header(third, "reason"));
        assertEquals("2", header(third, "offset"));
        assertEquals(
                4L,
                meters.deadLetters.values().stream().mapToLong(Long::longValue).sum());
        assertEquals(Map.of(IntakeMeters.REFUSED_TYPE, 4L), meters.events);
        passPublishInterval();
        assertTrue(live.all().isEmpty());
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void anUnknownTypeIsCountedAndSkipped() {
        send("a", "{\"schema\":1,\"type\":\"weather\",\"run\":\"a\",\"time\":1}");
        assertEquals(Map.of(IntakeMeters.UNKNOWN_TYPE, 1L), meters.events);
        assertTrue(deadLetters.isEmpty());
    }

    @Test
    void everyRecordAndEveryStepIsAccountedFor() {
        send(RunStarted.of(new Origin("a", 0, 0, 0)).build());
        send(step("a", 1, 1));
        send(step("a", 3, 1));
        send(step("a", 2, 1));
        send(step("a", 2, 1));
        send(RunStarted.of(new Origin("a", 1, 0, 0)).firstStep(3).build());
        send(step("a", 4, 1));
        send("a", "junk");
        send("a", "{\"schema\":1,\"type\":\"weather\",\"run\":\"a\",\"time\":1}");
        assertEquals(
                9L, meters.events.values().stream().mapToLong(Long::longValue).sum());
        assertEquals(3, meters.accepted);
        assertEquals(1, meters.late);
        assertEquals(1, meters.duplicate);
        assertEquals(2, meters.superseded, "step 3 dropped afterwards, step 4 on arrival");
    }

    @Test
    void runsOverTheBoundAreRefusedAndCountedOnce() {
        start(TopologySettings.defaults().maxRuns(2));
        send(step("a", 1, 1));
        send(step("b", 1, 1));
        passPublishInterval();
        send(step("c", 1, 1));
        send(step("c", 2, 1));
        send(step("a", 2, 1));
        passPublishInterval();
        assertEquals(2, live.all().size());
        assertEquals(2, live.find("a").orElseThrow().step());
        assertEquals(1, meters.refusedRuns);
        assertEquals(Map.of(IntakeMeters.TOO_MANY_RUNS, 2L), meters.deadLetters);
        assertEquals(IntakeMeters.TOO_MANY_RUNS, header(deadLetters.readRecord(), "reason"));
    }

    @Test
    void anAbsurdStepIsADeadLetterAndHonestOnesGoOn() {
        send(step("a", 1, 1));
        send(step("a", 9_000_000_000L, 1));
        send(step("a", 2, 1));
        passPublishInterval();
        assertEquals(2, live.find("a").orElseThrow().step());
        assertEquals(Map.of(IntakeMeters.IMPLAUSIBLE_STEP, 1L), meters.deadLetters);
        assertEquals(IntakeMeters.IMPLAUSIBLE_STEP, header(deadLetters.readRecord(), "reason"));
    }

    @Test
    void curveAndEvaluationsAreReadWhenTheyAreAskedFor() {
        for (long number = 1; number <= 10; number++) {
            send(step("a", number, number));
        }
        passPublishInterval();
        RunSnapshot run = live.find("a").orElseThrow();
        send(step("a", 11, 11));
        assertEquals(10, run.step());
        assertEquals(11, run.curve().size(), "as of now");
        stop();
        assertEquals(0, run.curve().size(), "the run has left this instance");
    }

    @Test
    void aRankOverTheBoundIsRefused() {
        send(Step.of(new Origin("a", 0, 4096, 0), 1).build());
        assertEquals(Map.of("out-of-range", 1L), meters.deadLetters);
    }

    /** That they come back from the store is shown with a real broker: this driver wipes its stores when it closes. */
    @Test
    void runsLeaveAtOnceWithTheirProcessor() {
        send(step("a", 1, 1));
        passPublishInterval();
        assertEquals(1, live.all().size());
        stop();
        assertTrue(live.all().isEmpty(), "nobody exports a run whose partition has moved away");
    }

    private static final class CountingMeters implements IntakeMeters {
        final Map<String, Long> events = new TreeMap<>();
        final Map<String, Long> deadLetters = new TreeMap<>();
        long accepted;
        long late;
        long duplicate;
        long superseded;
        long refusedRuns;
        long expiredRuns;
        long published;

        @Override
        public void event(String type) {
            events.merge(type, 1L, Long::sum);
        }

        @Override
        public void deadLetter(String reason) {
            deadLetters.merge(reason, 1L, Long::sum);
        }

        @Override
        public void steps(Intake intake) {
            accepted += intake.accepted();
            late += intake.late();
            duplicate += intake.duplicate();
            superseded += intake.superseded();
        }

        @Override
        public void refusedRun() {
            refusedRuns++;
        }

        @Override
        public void expiredRun() {
            expiredRuns++;
        }

        @Override
        public void published(double seconds) {
            published++;
        }
    }
}
