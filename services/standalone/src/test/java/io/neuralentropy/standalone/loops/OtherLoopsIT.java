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
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
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
    private static final int STEPS = 1024;

    @TempDir
    private Path directory;

    /** What a network's output is multiplied by, from the first step to the last. */
    private record Scale(double first, double last) {
        static final List<Scale> ALL = List.of(new Scale(1, 1), new Scale(.9, .9), new Scale(.5, 1));

        /** The mean over the steps of what is a square polynomial of the scale. */
        double mean(int steps, DoubleUnaryOperator entropy) {
            double none = entropy.applyAsDouble(0);
            double half = entropy.applyAsDouble(.5);
            double whole = entropy.applyAsDouble(1);
            double square = 2 * (none - 2 * half + whole);
            double slope = whole - none - square;
            return IntStream.range(0, steps)
                    .mapToDouble(i -> first + (last - first) * i / (steps - 1))
                    .map(scale -> none + slope * scale + square * scale * scale)
                    .average()
                    .orElseThrow();
        }

        @Override
        public String toString() {
            String to = Double.toString(last).replace(".0", "");
            return first == last ? to : first + " to " + to;
        }
    }

    private record Row(Loop loop, Scale scale, String quantity, double exact, Estimate measured) {
        double errors() {
            return (measured.value() - exact) / measured.standardError();
        }

        String markdown() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %.3f | %s | %+.1f |",
                    loop.script(),
                    scale,
                    quantity,
                    exact,
                    Numbers.withError(measured.value(), measured.standardError()),
                    errors());
        }
    }

    private static List<Row> rows(Loop loop, Scale scale, int steps, RunSnapshot run) {
        RunStarted about = run.about();
        double low = about.logSnrLow();
        double high = about.logSnrHigh();
        double neural = scale.mean(steps, at -> loop.neural(at, low, high));
        double learned = scale.mean(steps, at -> loop.learned(at, low, high));
        return List.of(
                new Row(loop, scale, "S_NN", neural, run.neuralEntropy()),
                new Row(loop, scale, "S_lin", learned, run.learnedEntropy()));
    }

    /** {@code -Dreadme.write=true} writes the table. */
    @Test
    void whatTheMonitorShowsOfThreeLoopsIsTheClosedForm() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Loop loop : Loop.values()) {
            for (Scale scale : Scale.ALL) {
                List<String> lines = Example.lines(
                        loop.script(), "--batch=256", "--scale=" + scale.last(), "--first-scale=" + scale.first());
                RunSnapshot run = Example.monitored(lines).get(loop.script() + "-s1");
                assertEquals(STEPS, run.counts().accepted());
                rows.addAll(rows(loop, scale, STEPS, run));
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
    void ofTheBestNetworkBothEntropiesAreTheTotalOne(Loop loop) {
        assertEquals(loop.total(-8, 9), loop.neural(1, -8, 9), 1e-9);
        assertEquals(loop.total(-8, 9), loop.learned(1, -8, 9), 1e-9);
        assertTrue(loop.learned(.9, -8, 9) < loop.total(-8, 9) - .1, "a scaled one is worse");
    }

    /** Small batches, most of them of the first steps, when the meter has no past: no help from the law of large numbers. */
    @ParameterizedTest
    @EnumSource
    void twoStandardErrorsHoldTheTruthAsOftenAsTheyShould(Loop loop) {
        int runs = 200;
        int steps = 64;
        Scale scale = new Scale(.9, .9);
        List<String> lines = Example.lines(
                loop.script(), "--runs=" + runs, "--steps=" + steps, "--batch=16", "--scale=0.9", "--seed=101");
        int neural = 0;
        int learned = 0;
        double sum = 0;
        double exact = 0;
        double variance = 0;
        for (RunSnapshot run : Example.monitored(lines).values()) {
            List<Row> rows = rows(loop, scale, steps, run);
            neural += Math.abs(rows.get(0).errors()) < 2 ? 1 : 0;
            learned += Math.abs(rows.get(1).errors()) < 2 ? 1 : 0;
            sum += rows.get(0).measured().value();
            exact += rows.get(0).exact();
            variance += Math.pow(rows.get(0).measured().standardError(), 2);
        }
        System.out.println(loop + ": " + neural + " and " + learned + " of " + runs + " intervals of ± 2 errors");
        // 95.4 % of a normal law, 4.3 of 200 its error
        assertEquals(.954, (double) neural / runs, .05, "S_NN of " + loop);
        assertEquals(.954, (double) learned / runs, .05, "S_lin of " + loop);
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
