package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backtest} of files. */
class BacktestTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("run.jsonl");
        Files.writeString(file, lines("a", 9_000));
    }

    /** Saturates by 7,000 steps. */
    static String lines(String run, int steps) {
        SplittableRandom random = new SplittableRandom(5);
        List<Event> events = new ArrayList<>();
        for (int t = 1; t <= steps; t++) {
            double level = 100 * (1 - Math.exp(-t / 800.0));
            events.add(Step.of(new Origin(run, 0, 0, 10 * t), t)
                    .neuralEntropy(Moments.ofMean(level * random.nextDouble(0.8, 1.2), 32))
                    .build());
        }
        events.add(new RunFinished(new Origin(run, 0, 0, 10 * steps), RunFinished.Status.COMPLETED, null, steps));
        EventCodec codec = new EventCodec();
        StringBuilder lines = new StringBuilder();
        events.forEach(event -> lines.append(new String(codec.encode(event), StandardCharsets.UTF_8))
                .append("\n"));
        return lines.toString();
    }

    private static InProcess.Outcome backtest(Object stored, String... options) {
        List<String> arguments = new ArrayList<>(List.of("backtest", stored.toString()));
        arguments.addAll(List.of(options));
        return new InProcess().run(arguments.toArray(String[]::new));
    }

    private static JsonNode json(InProcess.Outcome outcome) {
        assertEquals(0, outcome.code(), outcome.err());
        return JsonText.parse(outcome.out());
    }

    private static long step(JsonNode side, String state) {
        for (JsonNode change : side.path("states")) {
            if (change.path("state").asText().equals(state)) {
                return change.path("step").asLong();
            }
        }
        return -1;
    }

    @Test
    void saysWhenEachStateWouldHaveBegun() {
        JsonNode found = json(backtest(file, "--set=delta=0.2", "--json"));
        assertEquals("a", found.path("run").asText());
        assertEquals(9_001, found.path("events").asLong());
        assertEquals("", found.at("/present/settings").asText());
        assertEquals("delta=0.2", found.at("/other/settings").asText());
        long present = step(found.path("present"), "saturated");
        long other = step(found.path("other"), "saturated");
        assertTrue(0 < other && other < present, other + " is earlier than " + present);
        assertEquals(9_000, step(found.path("other"), "finished"));
        JsonNode saturated = found.at("/other/states/1");
        assertTrue(saturated.path("reason").asText().contains("within ±20 %"), saturated.toString());
        assertTrue(saturated.path("late").asLong() > 0);
    }

    @Test
    void presentSettingsCanBeSaid() {
        JsonNode found = json(backtest(file, "--set=delta=0.03", "--present=delta=0.2", "--json"));
        JsonNode swapped = json(backtest(file, "--set=delta=0.2", "--json"));
        assertEquals(swapped.at("/other/states"), found.at("/present/states"));
        assertEquals(swapped.at("/present/states"), found.at("/other/states"));
    }

    @Test
    void theTableSetsThemSideBySide() {
        JsonNode found = json(backtest(file, "--set=delta=0.001", "--json"));
        List<String> lines = backtest(file, "--set=delta=0.001").out().lines().toList();
        assertEquals("a, 9001 events, 9000 steps: under the defaults (left), under delta=0.001 (right)", lines.get(0));
        assertEquals(List.of("STATE", "STEP", "LATE", "STEP", "LATE"), cells(lines.get(2)));
        List<String> saturated = cells(lines.get(4));
        assertEquals("saturated", saturated.get(0));
        assertEquals(Long.toString(step(found.path("present"), "saturated")), saturated.get(1));
        assertEquals(List.of("-", "-"), saturated.subList(3, 5), "its noise shows no gain as small as that");
        List<String> finished = cells(lines.get(5));
        assertEquals(List.of("finished", "9000", "0", "9000", "0"), finished);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("saturated  present  saturated at ")));
    }

    private static List<String> cells(String line) {
        return List.of(line.strip().split(" +"));
    }

    @Test
    void aPackedFileIsUnpacked() throws IOException {
        Path packed = directory.resolve("run.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(file, out);
        }
        assertEquals(json(backtest(file, "--set=z=2", "--json")), json(backtest(packed, "--set=z=2", "--json")));
    }

    @Test
    void linesThatAreNoEventsAreSaidAndLeftOut() throws IOException {
        Files.writeString(file, "junk\n" + Files.readString(file));
        InProcess.Outcome outcome = backtest(file, "--set=z=2", "--json");
        assertEquals(9_001, json(outcome).path("events").asLong());
        assertTrue(outcome.err().contains("line 1: malformed-json"), outcome.err());
        assertTrue(outcome.err().contains("1 lines of " + file), outcome.err());
    }

    @Test
    void oneOfSeveralRunsIsChosen() throws IOException {
        Files.writeString(file, lines("b", 10) + lines("a", 600));
        assertEquals(
                600,
                json(backtest(file, "--run=a", "--set=z=2", "--json"))
                        .path("step")
                        .asLong());
    }

    @Nested
    class Mistakes {
        private void assertOneLine(int code, String expected, InProcess.Outcome outcome) {
            assertEquals(code, outcome.code(), outcome.err());
            assertEquals(1, outcome.err().lines().count(), outcome.err());
            assertTrue(outcome.err().contains(expected), outcome.err());
        }

        @Test
        void nothingToTry() {
            assertOneLine(2, "say what to try: --set NAME=VALUE", backtest(file));
        }

        @Test
        void settingsThatCannotBe() {
            assertOneLine(2, "--set: delta must be from 0.001 to 0.5: 7", backtest(file, "--set=delta=7"));
            assertOneLine(2, "--present: z must be", backtest(file, "--set=z=2", "--present=z=7"));
        }

        @Test
        void noSuchFile() {
            assertOneLine(1, "no such file: not-there", backtest("not-there", "--set=z=2"));
        }

        @Test
        void aDirectory() {
            assertOneLine(1, "is a directory", backtest(directory, "--set=z=2"));
        }

        @Test
        void aFileThatIsNotPackedAsItsNameSays() throws IOException {
            Path packed = Files.writeString(directory.resolve("plain.gz"), "{}");
            assertOneLine(1, "cannot read " + packed, backtest(packed, "--set=z=2"));
        }

        @Test
        void anEmptyFile() throws IOException {
            Files.writeString(file, "");
            assertOneLine(1, "holds no events", backtest(file, "--set=z=2"));
        }

        @Test
        void severalRunsAndNoneChosen() throws IOException {
            Files.writeString(file, lines("a", 10) + lines("b", 10));
            assertOneLine(1, "holds several runs (a, b): choose one by --run", backtest(file, "--set=z=2"));
            assertOneLine(1, "no events of the run c", backtest(file, "--run=c", "--set=z=2"));
        }

        @Test
        void aBrokerThatIsNotThere() {
            assertOneLine(
                    1,
                    "Kafka at 127.0.0.1:1 did not answer within 1 s",
                    backtest("some-run", "--set=z=2", "--bootstrap-servers=127.0.0.1:1", "--timeout=1"));
        }

        @Test
        void theEnvironmentCanSayItToo() {
            InProcess.Outcome outcome =
                    new InProcess(Map.of("NEURAL_ENTROPY_SET", "delta=7")).run("backtest", file.toString());
            assertOneLine(2, "delta must be from", outcome);
        }
    }
}
