package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.Warning;
import io.neuralentropy.monitor.snapshot.Warning.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes in what is sent show as warnings of the run, through the whole topology. */
class MistakesTest {
    private final LiveSnapshots live = new LiveSnapshots();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> events;
    private TestOutputTopic<byte[], byte[]> deadLetters;
    private TestOutputTopic<byte[], byte[]> metrics;

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
        deadLetters = Drive.output(driver, Topics.DEAD_LETTERS);
        metrics = Drive.output(driver, Topics.RUN_METRICS);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private void send(String key, String value) {
        events.pipeInput(key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private void event(String type, String fields) {
        send(
                "a",
                "{\"schema\":1,\"type\":\"" + type + "\",\"run\":\"a\",\"time\":" + System.currentTimeMillis() + ","
                        + fields + "}");
    }

    private void step(int step, String fields) {
        event("step", "\"step\":" + step + fields);
    }

    private RunSnapshot run() {
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        return live.find("a").orElseThrow();
    }

    private Warning warning(Code code) {
        return run().warnings().stream()
                .filter(warning -> warning.code() == code)
                .findFirst()
                .orElseThrow();
    }

    /** The situation of a loop that uses the names of another tool. */
    @Test
    void fieldsOfOtherToolsAreNamedWithWhatIsMeant() {
        for (int t = 1; t <= 3000; t++) {
            step(
                    t,
                    ",\"loss\":1.5,\"epoch\":0.5,\"accuracy\":0.5,\"grad_norm\":1.0,\"learning_rate\":0.1,\"host\":\"n1\"");
        }
        event("evaluation", "\"step\":3000,\"split\":\"held-out\",\"loss\":1.65,\"scores\":{\"accuracy\":0.5}");
        assertEquals(1.65, run().evaluations().get(0).loss());
        assertEquals(Map.of("accuracy", 0.5), run().evaluations().get(0).scores());
        assertEquals(1.65, run().progress().heldOutLoss());
        Warning warning = warning(Code.UNKNOWN_FIELDS);
        assertEquals(4 * 3000, warning.count());
        assertEquals(1, warning.step());
        assertEquals(
                "field epoch is not known and was ignored; did you mean an entry of scores of an evaluation event?"
                        + " field accuracy is not known and was ignored; did you mean an entry of scores of an evaluation event?"
                        + " field grad_norm is not known and was ignored; did you mean gradientNorm?"
                        + " field learning_rate is not known and was ignored; did you mean learningRate?",
                warning.text());
    }

    @Test
    void refusedEventsAreCountedBesideTheirRunAndNameIt() {
        step(1, ",\"loss\":1");
        step(2, ",\"loss\":\"low\"");
        step(2, ",\"loss\":\"lower\"");
        step(2, ",\"loss\":1,\"rank\":4096");
        step(9_000_000, ",\"loss\":1");
        send("a", "no JSON");
        send("b", "{\"schema\":1,\"type\":\"step\",\"run\":\"a\",\"time\":1,\"step\":2}");
        assertEquals(
                List.of(
                        "wrong-type a",
                        "wrong-type a",
                        "out-of-range a",
                        "implausible-step a",
                        "malformed-json a",
                        "key-mismatch a"),
                deadLetters.readRecordsToList().stream()
                        .map(letter -> header(letter.headers().lastHeader("reason")) + " "
                                + header(letter.headers().lastHeader("run")))
                        .toList());
        Warning warning = warning(Code.REFUSED_EVENTS);
        assertEquals(6, warning.count());
        assertEquals(1, warning.step());
        assertEquals(
                "events of this run were refused, the latest for key-mismatch: the record's key must be the run's id.",
                warning.text());
        assertEquals(1, run().counts().accepted());
    }

    private static String header(Header header) {
        return header == null ? null : new String(header.value(), UTF_8);
    }

    @Test
    void theRunIsArchivedWithThem() {
        step(1, ",\"loss\":1");
        driver.advanceWallClockTime(Duration.ofMinutes(1));
        metrics.readRecordsToList();
        step(0, "");
        driver.advanceWallClockTime(Duration.ofMinutes(1));
        assertTrue(new String(metrics.readValue(), UTF_8).contains("\"code\":\"refused-events\""));
    }

    @Test
    void whatIsNoEventMakesNoRun() {
        send("a", "no JSON");
        step(0, ",\"loss\":1");
        send("not a run", "no JSON");
        events.pipeInput(null, new byte[0]);
        driver.advanceWallClockTime(Duration.ofMinutes(1));
        assertEquals(List.of(), live.all());
        assertEquals("a", header(deadLetters.readRecord().headers().lastHeader("run")), "by its key");
        assertEquals("a", header(deadLetters.readRecord().headers().lastHeader("run")));
        assertNull(deadLetters.readRecord().headers().lastHeader("run"));
        assertNull(deadLetters.readRecord().headers().lastHeader("run"));
        assertTrue(deadLetters.isEmpty());
    }

    @Test
    void timesInSecondsAreReplacedByKafkas() {
        long before = System.currentTimeMillis();
        for (int t = 1; t <= 100; t++) {
            send(
                    "a",
                    "{\"schema\":1,\"type\":\"step\",\"run\":\"a\",\"time\":" + (before / 1000 + t) + ",\"step\":" + t
                            + "}");
        }
        assertEquals(100, warning(Code.CLOCK).count());
        assertTrue(run().firstEventTime() >= before && run().lastEventTime() <= System.currentTimeMillis());
    }
}
