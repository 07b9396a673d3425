package io.neuralentropy.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs, and each ratio finds the rows that it needs. What they measure here means nothing. */
class MicroSmokeTest {
    @Test
    void everyBenchmarkRunsAndIsInTheTables() throws Exception {
        Collection<RunResult> results =
                MicroCommand.run(".*", 0, 0, 1, TimeValue.milliseconds(100), VerboseMode.SILENT);
        Set<String> names =
                results.stream().map(result -> Measured.of(result).name()).collect(Collectors.toSet());
        assertEquals(Set.of("decode", "decodeByTree", "encode", "update", "snapshot", "scrape"), names);
        for (RunResult result : results) {
            Measured measured = Measured.of(result);
            assertTrue(measured.micros() > 0 && measured.cpuMicros() > 0, measured::toString);
            assertTrue(measured.bytes() > 0 && measured.allocated() > 0, measured::toString);
        }
        assertEquals(2 + results.size(), MicroTable.of(results).lines().count());
        assertEquals(2 + Ratios.WANTED.size(), Ratios.of(results).lines().count());
        assertFalse((MicroTable.of(results) + Ratios.of(results)).contains("NaN"));
    }
}
