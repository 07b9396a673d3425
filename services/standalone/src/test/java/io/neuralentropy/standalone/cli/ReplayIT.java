package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.process.TopicReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayIT {
    @TempDir
    private Path directory;

    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private InProcess.Outcome replay(Object file, String... options) {
        return replayBy(new InProcess(), file, options);
    }

    private InProcess.Outcome replayBy(InProcess program, Object file, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("replay", file.toString(), "--bootstrap-servers", broker.bootstrapServers()));
        arguments.addAll(List.of(options));
        return program.run(arguments.toArray(String[]::new));
    }

    private static String step(String run, int step) {
        return "{\"schema\":1,\"type\":\"step\",\"run\":\"" + run + "\",\"time\":" + step + ",\"step\":" + step + "}";
    }

    private static String steps(String run, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(step -> step(run, step) + "\n")
                .collect(Collectors.joining());
    }

    private List<Event> events(String run) {
        try (TopicReader topic = new TopicReader(broker.bootstrapServers())) {
            return topic.events(run);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> records() {
        try (TopicReader topic = new TopicReader(broker.bootstrapServers())) {
            return topic.records();
        }
    }

    private static List<Long> times(List<Event> events) {
        return events.stream().map(event -> event.origin().time()).toList();
    }

    @Test
    void sendsEveryLineInOrderAndMakesTheTopics() throws IOException {
        Path file = Files.writeString(directory.resolve("events.jsonl"), steps("a", 2_000));

        InProcess.Outcome outcome = replay(file);

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("replayed 2000 lines: 2000 acknowledged", outcome.out().strip());
        assertEquals("", outcome.err());
        assertEquals(IntStream.rangeClosed(1, 2_000).mapToObj(Long::valueOf).toList(), times(events("a")));
    }

    @Test
    void readsPackedFilesAndStandardInput() throws IOException {
        Path packed = directory.resolve("events.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(steps("packed", 3).getBytes(StandardCharsets.UTF_8));
        }

        assertEquals(0, replay(packed).code());
        assertEquals(0, replayBy(new InProcess().input(steps("piped", 4)), "-").code());
        assertEquals(List.of(1L, 2L, 3L), times(events("packed")));
        assertEquals(List.of(1L, 2L, 3L, 4L), times(events("piped")));
    }

    @Test
    void sendsJunkAsItStandsAndSaysWhichLinesTheMonitorWillRefuse() throws IOException {
        Path file = directory.resolve("some.junk.jsonl");
        byte[] noText = {(byte) 0xff, (byte) 0xfe};
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write((step("a", 1) + "\n\nnot json\n").getBytes(StandardCharsets.UTF_8));
            out.write(noText);
            out.write(("\n{\"schema\":99,\"type\":\"step\",\"run\":\"b\",\"time\":1,\"step\":1}\n" + step("a", 2))
                    .getBytes(StandardCharsets.UTF_8));
        }

        InProcess.Outcome outcome = replay(file);

        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(
                "replayed 5 lines: 5 acknowledged, of which the monitor will refuse 3",
                outcome.out().strip());
        assertEquals(
                List.of("line 3: malformed-json", "line 4: malformed-json", "line 5: unsupported-schema"),
                outcome.err()
                        .lines()
                        .map(line -> line.replaceFirst("(line \\d+: [^:]*).*", "$1"))
                        .toList());
        List<ConsumerRecord<byte[], byte[]>> junk = records().stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals("some"))
                .toList();
        assertEquals(2, junk.size());
        assertArrayEquals(noText, junk.get(1).value());
    }

    @Test
    void strictlySendsNothingWhenALineIsNoEvent() throws IOException {
        Path file = Files.writeString(directory.resolve("events.jsonl"), steps("a", 3) + "junk\n");

        InProcess.Outcome outcome = replay(file, "--strict");

        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("line 4: malformed-json"), outcome.err());
        assertTrue(outcome.err().contains("neural-entropy: nothing was sent: 1 lines of"), outcome.err());
        assertEquals(0, replayBy(new InProcess().input(""), "-").code());
        assertEquals(List.of(), records());
    }

    @Test
    void stopsAtALineThatKafkaDoesNotTake() throws IOException {
        String huge = "{\"run\":\"a\",\"x\":\"" + "x".repeat(1 << 20) + "\"}\n";
        Path file = Files.writeString(directory.resolve("events.jsonl"), step("a", 1) + "\n" + huge + step("a", 2));

        InProcess.Outcome outcome = replay(file);

        assertEquals(1, outcome.code());
        assertEquals("replayed 1 lines: 1 acknowledged", outcome.out().strip());
        assertTrue(outcome.err().startsWith("neural-entropy: stopped at line 2 of " + file), outcome.err());
        assertEquals(List.of(1L), times(events("a")));
    }

    @Test
    void failsWhenTheBrokerGoesAway() throws IOException {
        Path file = Files.writeString(directory.resolve("events.jsonl"), steps("a", 3));
        assertEquals(0, replay(file).code());
        broker.close();

        InProcess.Outcome outcome = replay(file, "--timeout=1");

        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("did not answer within 1 s"), outcome.err());
    }
}
