package io.neuralentropy.standalone.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neuralentropy.standalone.process.OutsideProgram;
import io.neuralentropy.standalone.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Prometheus' own tools say of the shipped files. */
class ToolsIT {
    /** {@code -Dpromtool=FILE}: that of another Prometheus than the installed one. */
    private static final String PROMTOOL = System.getProperty("promtool", "promtool");

    private static void promtool(List<String> arguments, List<Path> files) {
        boolean given = !PROMTOOL.equals("promtool");
        assumeTrue(given || OutsideProgram.isInstalled("promtool"), "promtool is not installed (package prometheus)");
        List<String> command = new ArrayList<>(List.of(PROMTOOL));
        command.addAll(arguments);
        files.forEach(file -> command.add(file.toString()));
        assertSucceeds(command);
    }

    private static void assertSucceeds(List<String> command) {
        try (Program tool = Program.run(command)) {
            assertEquals(
                    0,
                    tool.exitCode(),
                    () -> command + "\n" + String.join("\n", tool.out()) + "\n" + String.join("\n", tool.err()));
        }
    }

    private static void amtool(String... arguments) {
        assumeTrue(OutsideProgram.isInstalled("amtool"), "amtool is not installed (package prometheus-alertmanager)");
        List<String> command = new ArrayList<>(List.of("amtool"));
        command.addAll(List.of(arguments));
        assertSucceeds(command);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void theAlertmanagerConfigurationIsValid(Path file) {
        amtool("check-config", file.toString());
    }

    static List<Path> configurations() {
        return StackFiles.in(StackFiles.ALERTMANAGER, ".yml");
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void alertsAreRoutedBySeverity(Path file) {
        String config = "--config.file=" + file;
        for (String severity : List.of("critical", "warning", "info")) {
            String wanted = "--verify.receivers=" + severity;
            amtool("config", "routes", "test", config, wanted, "severity=" + severity, "component=run", "run=r");
            amtool("config", "routes", "test", config, wanted, "severity=" + severity, "component=monitor");
        }
        amtool("config", "routes", "test", config, "--verify.receivers=warning", "alertname=OfSomethingElse");
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
