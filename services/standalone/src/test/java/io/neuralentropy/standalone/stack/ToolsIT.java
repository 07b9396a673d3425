package io.neuralentropy.standalone.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neuralentropy.standalone.process.OutsideProgram;
import io.neuralentropy.standalone.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Prometheus' own tools say of the shipped files. */
class ToolsIT {
    private static void promtool(List<String> arguments, List<Path> files) {
        assumeTrue(OutsideProgram.isInstalled("promtool"), "promtool is not installed (package prometheus)");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(arguments);
        files.forEach(file -> command.add(file.toString()));
        try (Program promtool = Program.run(command)) {
            assertEquals(
                    0,
                    promtool.exitCode(),
                    () -> String.join("\n", promtool.out()) + "\n" + String.join("\n", promtool.err()));
        }
    }

    @Test
    void thePrometheusConfigurationIsValid() {
        promtool(List.of("check", "config", "--lint=none"), List.of(StackFiles.PROMETHEUS.resolve("prometheus.yml")));
    }

    @Test
    void theRulesAreValidAndWithoutDuplicates() {
        promtool(List.of("check", "rules", "--lint=all", "--lint-fatal"), StackFiles.in(Rules.DIRECTORY, ".yml"));
    }

    @Test
    void theUnitTestsOfTheRulesPass() {
        promtool(List.of("test", "rules"), StackFiles.in(Rules.TESTS, ".yml"));
    }
}
