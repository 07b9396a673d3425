package io.neuralentropy.bench.micro;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;

/** All results as a Markdown table. */
final class MicroTable {
    private MicroTable() {}

    static String of(Collection<RunResult> results) {
        StringBuilder table = new StringBuilder("""
                | benchmark | case | µs of CPU per operation | µs on the clock | ± | heap bytes allocated | bytes read or written |
                |---|---|---:|---:|---:|---:|---:|
                """);
        results.stream().map(Measured::of).forEach(row -> table.append(line(row)));
        return table.toString();
    }

    private static String line(Measured row) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.2f | %.2f | %s | %,.0f | %,.0f |%n",
                row.name(),
                row.parameters(),
                row.cpuMicros(),
                row.micros(),
                Double.isNaN(row.error()) ? "" : String.format(Locale.ROOT, "%.2f", row.error()),
                row.allocated(),
                row.bytes());
    }
}
