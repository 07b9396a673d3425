package io.neuralentropy.standalone.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.replay.Replay;
import io.neuralentropy.standalone.replay.Source;
import io.neuralentropy.standalone.text.Numbers;
import io.neuralentropy.standalone.whole.Scrape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Loops that speak the protocol as {@code docs/other-loops.md} tells their authors, with the page's own scripts: what the monitor says
 * of them is what is true of their networks.
 */
class OtherLoopsIT {
    private static final double[] SCALES = {1, .9};

    @TempDir
    private Path directory;

    private record Row(Stream stream, double scale, String quantity, double exact, Estimate measured) {
        double errors() {
            return (measured.value() - exact) / measured.standardError();
        }

        String markdown() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %.3f | %s | %+.1f |",
                    stream.script(),
                    Numbers.text(scale).replaceAll("0+$", "").replaceAll("\\.$", ""),
                    quantity,
                    exact,
                    Numbers.withError(measured.value(), measured.standardError()),
                    errors());
        }
    }

    private static List<Row> rows(Stream stream, double scale, RunSnapshot run) {
        RunStarted about = run.about();
        double low = about.logSnrLow();
        double high = about.logSnrHigh();
        return List.of(
                new Row(stream, scale, "S_NN", stream.neural(scale, low, high), run.neuralEntropy()),
                new Row(stream, scale, "S_lin", stream.learned(scale, low, high), run.learnedEntropy()));
    }

    /** {@code -Dreadme.write=true} writes the table. */
    @Test
    void whatTheMonitorShowsOfThreeLoopsIsTheClosedForm() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Stream stream : Stream.values()) {
            for (double scale : SCALES) {
                List<String> lines = Example.lines(stream.script(), "--batch=256", "--scale=" + scale);
                RunSnapshot run = Example.monitored(lines).get(stream.script() + "-s1");
                assertEquals(1024, run.counts().accepted());
                rows.addAll(rows(stream, scale, run));
            }
        }
        List<String> table = new ArrayList<>(List.of(
                "| loop | output times | | closed form, nats | the monitor | errors off |",
                "|---|---|---|---|---|---|"));
        rows.forEach(row -> table.add(row.markdown()));
        table.forEach(System.out::println);
        for (Row row : rows) {
            assertTrue(Math.abs(row.errors()) < 4, row.markdown());
            assertEquals(row.exact(), row.measured().value(), .01 * row.exact(), row.markdown());
            assertTrue(row.measured().standardError() < .005 * row.exact(), row.markdown());
        }
        assertSection(table);
    }

    private static void assertSection(List<String> lines) throws IOException {
        String page = Files.readString(Example.PAGE);
        String open = "<!-- streams -->\n";
        int from = page.indexOf(open) + open.length();
        int to = page.indexOf("<!-- /streams -->");
        String wanted = String.join("\n", lines) + "\n";
        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(Example.PAGE, page.substring(0, from) + wanted + page.substring(to));
        } else {
            assertEquals(wanted, page.substring(from, to), "write it with -Dreadme.write=true");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofTheBestNetworkBothEntropiesAreTheTotalOne(Stream stream) {
        assertEquals(stream.total(-8, 9), stream.neural(1, -8, 9), 1e-9);
        assertEquals(stream.total(-8, 9), stream.learned(1, -8, 9), 1e-9);
        assertTrue(stream.learned(.9, -8, 9) < stream.total(-8, 9) - .1, "a scaled one is worse");
    }

    /** Small batches, most of them of the first steps, when the meter has no past: no help from the law of large numbers. */
    @ParameterizedTest
    @EnumSource
    void twoStandardErrorsHoldTheTruthAsOftenAsTheyShould(Stream stream) {
        int runs = 200;
        List<String> lines = Example.lines(
                stream.script(), "--runs=" + runs, "--steps=64", "--batch=16", "--scale=0.9", "--seed=101");
        int neural = 0;
        int learned = 0;
        double sum = 0;
        double exact = 0;
        double variance = 0;
        for (RunSnapshot run : Example.monitored(lines).values()) {
            List<Row> rows = rows(stream, .9, run);
            neural += Math.abs(rows.get(0).errors()) < 2 ? 1 : 0;
            learned += Math.abs(rows.get(1).errors()) < 2 ? 1 : 0;
            sum += rows.get(0).measured().value();
            exact += rows.get(0).exact();
            variance += Math.pow(rows.get(0).measured().standardError(), 2);
        }
        System.out.println(stream + ": " + neural + " and " + learned + " of " + runs + " intervals of ± 2 errors");
        // 95.4 % of a normal law, 4.3 of 200 its error
        assertEquals(.954, (double) neural / runs, .05, "S_NN of " + stream);
        assertEquals(.954, (double) learned / runs, .05, "S_lin of " + stream);
        assertEquals(exact, sum, 4 * Math.sqrt(variance), "S_NN of all runs together");
    }

    @ParameterizedTest
    @CsvSource({"ddpm, noise-prediction", "edm, edm", "flow, velocity"})
    void theMonitorBehindKafkaSaysTheSame(String script, String objective) throws IOException {
        List<String> lines = Example.lines(script, "--steps=200", "--batch=32");
        RunSnapshot expected = Example.monitored(lines).get(script + "-s1");
        assertEquals(objective, expected.about().objective());
        Path file = Files.write(directory.resolve("events.jsonl"), lines);
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
                MonitorService monitor = MonitorService.start(MonitorSettings.of(broker.bootstrapServers()))) {
            new Replay(
                            Source.of(file.toString(), InputStream.nullInputStream()),
                            Map.of("bootstrap.servers", broker.bootstrapServers()),
                            Duration.ofSeconds(30))
                    .run(true, (sent, bytes) -> {});
            Scrape scrape = Scrape.await(
                    monitor.httpPort(),
                    seen -> seen.of("neural_entropy_step", "", script + "-s1").orElse(0) == 200);
            assertEquals(
                    expected.neuralEntropy().value(),
                    scrape.of("neural_entropy_nats", "", script + "-s1").orElseThrow(),
                    1e-9);
            assertEquals(
                    expected.learnedEntropy().standardError(),
                    scrape.of("neural_entropy_learned_stderr_nats", "", script + "-s1")
                            .orElseThrow(),
                    1e-9);
        }
    }
}
