package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.run.Intake;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of events in a partition that does not own their run. The driver's topics have one partition each, so what is sent on
 * comes back to the same wrong one; that it comes to the right one is shown with a real broker.
 */
class ReroutedEventsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Partitioning TWO = new Partitioning(2);
    private static final String OWN = runOf(0);
    private static final String FOREIGN = runOf(1);

    private final LiveSnapshots live = new LiveSnapshots();
    private final Map<String, Long> counts = new TreeMap<>();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> events;
    private TestOutputTopic<byte[], byte[]> rerouted;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @TempDir
    private Path stateDirectory;

    private static String runOf(int partition) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "run-" + i)
                .filter(run -> TWO.owns(run, partition))
                .findFirst()
                .orElseThrow();
    }

    @BeforeEach
    void start() {
        driver = Drive.topology(
                MonitorTopology.build(
                        TopologySettings.defaults(), TWO, live, new LiveGroups(), PublishedRuns.NONE, meters()),
                "test",
                stateDirectory,
                START);
        events = Drive.input(driver, Topics.EVENTS);
        rerouted = Drive.output(driver, Topics.REROUTED);
        deadLetters = Drive.output(driver, Topics.DEAD_LETTERS);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private static byte[] step(String run) {
        return new EventCodec()
                .encode(Step.of(new Origin(run, 0, 0, 1), 1).loss(1).build());
    }

    private void send(String run, byte[] value, RecordHeaders headers) {
        events.pipeInput(new TestRecord<>(run.getBytes(UTF_8), value, headers, START.minus(Duration.ofDays(40))));
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    @Test
    void anEventOfTheirOwnIsTakenIn() {
        send(OWN, step(OWN), new RecordHeaders());
        assertEquals(1, live.find(OWN).orElseThrow().step());
        assertTrue(rerouted.isEmpty());
        assertEquals(Map.of("event step", 1L, "accepted", 1L), counts);
    }

    @Test
    void anotherOneIsSentOnAsItIs() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {7});
        send(FOREIGN, step(FOREIGN), headers);
        TestRecord<byte[], byte[]> sent = rerouted.readRecord();
        assertArrayEquals(FOREIGN.getBytes(UTF_8), sent.key());
        assertArrayEquals(step(FOREIGN), sent.value());
        assertArrayEquals(new byte[] {7}, sent.headers().lastHeader("trace").value());
        assertEquals("test", header(sent, "application"));
        assertEquals(START.toEpochMilli(), sent.timestamp(), "never the client's clock");
        assertTrue(live.all().isEmpty(), "a partition that does not own a run never publishes it");
    }

    @Test
    void oneThatWentRoundAndIsStillInTheWrongPartitionIsADeadLetter() {
        send(FOREIGN, step(FOREIGN), new RecordHeaders());
        assertEquals(1, rerouted.getQueueSize(), "once, and no loop");
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertArrayEquals(step(FOREIGN), letter.value());
        assertEquals("wrong-partition", header(letter, "reason"));
        assertEquals(Topics.REROUTED, header(letter, "topic"));
        assertEquals(Map.of("rerouted", 1L, "event step", 1L, "letter wrong-partition", 1L), counts);
    }

    @Test
    void headersThatNoRequestCouldCarryAreNotSentOn() {
        RecordHeaders headers = new RecordHeaders();
        IntStream.range(0, 5_000).forEach(i -> headers.add("h" + i, new byte[1_000]));
        send(FOREIGN, step(FOREIGN), headers);
        TestRecord<byte[], byte[]> sent = rerouted.readRecord();
        assertEquals(2, sent.headers().toArray().length);
        assertEquals("5000", header(sent, "headers-dropped"));
    }

    @Test
    void whatOthersSentOnIsPassedOver() {
        TestInputTopic<byte[], byte[]> sentOn = Drive.input(driver, Topics.REROUTED);
        RecordHeaders others = new RecordHeaders();
        others.add("application", "other".getBytes(UTF_8));
        sentOn.pipeInput(new TestRecord<>(OWN.getBytes(UTF_8), step(OWN), others));
        sentOn.pipeInput(new TestRecord<>(OWN.getBytes(UTF_8), step(OWN), new RecordHeaders()));
        sentOn.pipeInput(new TestRecord<>(null, null, new RecordHeaders()));
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertTrue(live.all().isEmpty());
        assertEquals(Map.of("skipped " + Topics.REROUTED, 3L), counts);
    }

    @Test
    void whatIsRefusedIsADeadLetterWhereItIs() {
        send(FOREIGN, "junk".getBytes(UTF_8), new RecordHeaders());
        assertTrue(rerouted.isEmpty());
        assertEquals(Topics.EVENTS, header(deadLetters.readRecord(), "topic"));
        assertEquals(Map.of("event refused", 1L, "letter malformed-json", 1L), counts);
    }

    @Test
    void anUnknownTypeIsCountedWhereItIs() {
        String value = "{\"schema\":1,\"type\":\"weather\",\"run\":\"" + FOREIGN + "\",\"time\":1}";
        send(FOREIGN, value.getBytes(UTF_8), new RecordHeaders());
        assertTrue(rerouted.isEmpty());
        assertEquals(Map.of("event unknown", 1L), counts);
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private void count(String what, long amount) {
        if (amount > 0) {
            counts.merge(what, amount, Long::sum);
        }
    }

    private IntakeMeters meters() {
        return new IntakeMeters() {
            @Override
            public void event(String type) {
                count("event " + type, 1);
            }

            @Override
            public void deadLetter(String reason) {
                count("letter " + reason, 1);
            }

            @Override
            public void steps(Intake intake) {
                count("accepted", intake.accepted());
            }

            @Override
            public void skipped(String topic) {
                count("skipped " + topic, 1);
            }

            @Override
            public void rerouted() {
                count("rerouted", 1);
            }
        };
    }
}
