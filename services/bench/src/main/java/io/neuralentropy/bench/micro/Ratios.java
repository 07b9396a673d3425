package io.neuralentropy.bench.micro;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;

/** Quotients within one run: what a claim may rest on, as the machine cancels out. */
final class Ratios {
    record Ratio(String says, String above, String below) {}

    static final List<Ratio> WANTED = List.of(
            new Ratio("decode a step / its tree by Jackson", "decode kind=STEP", "decodeByTree kind=STEP"),
            new Ratio(
                    "decode a step with profile / its tree",
                    "decode kind=STEP_WITH_PROFILE",
                    "decodeByTree kind=STEP_WITH_PROFILE"),
            new Ratio(
                    "decode 256 steps in columns / their tree", "decode kind=STEPS_256", "decodeByTree kind=STEPS_256"),
            new Ratio("decode 256 steps in columns / one step", "decode kind=STEPS_256", "decode kind=STEP"),
            new Ratio("refuse junk / decode a step", "decode kind=JUNK", "decode kind=STEP"),
            new Ratio(
                    "update near step 1,000 / decode a step", "update arrival=IN_ORDER near=1000", "decode kind=STEP"),
            new Ratio(
                    "update near step 1,000,000 / decode a step",
                    "update arrival=IN_ORDER near=1000000",
                    "decode kind=STEP"),
            new Ratio(
                    "update near step 1,000,000 / near 1,000",
                    "update arrival=IN_ORDER near=1000000",
                    "update arrival=IN_ORDER near=1000"),
            new Ratio(
                    "update with 256 steps in columns / one step, near 1,000,000",
                    "update arrival=STEPS_256 near=1000000",
                    "update arrival=IN_ORDER near=1000000"),
            new Ratio("snapshot near step 1,000,000 / near 1,000", "snapshot near=1000000", "snapshot near=1000"),
            new Ratio("scrape of 200 runs / of 20", "scrape runs=200", "scrape runs=20"));

    private Ratios() {}

    static String of(Collection<RunResult> results) {
        List<Measured> rows = results.stream().map(Measured::of).toList();
        StringBuilder table = new StringBuilder("""
                | within this run | CPU | heap allocated |
                |---|---:|---:|
                """);
        for (Ratio ratio : WANTED) {
            Optional<Measured> above = find(rows, ratio.above);
            Optional<Measured> below = find(rows, ratio.below);
            if (above.isPresent() && below.isPresent()) {
                table.append(line(ratio.says, above.get(), below.get()));
            }
        }
        return table.toString();
    }

    private static Optional<Measured> find(List<Measured> rows, String label) {
        return rows.stream()
                .filter(row -> (row.name() + " " + row.parameters()).equals(label))
                .findFirst();
    }

    private static String line(String says, Measured above, Measured below) {
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f |%n",
                says,
                above.cpuMicros() / below.cpuMicros(),
                above.allocated() / below.allocated());
    }
}
