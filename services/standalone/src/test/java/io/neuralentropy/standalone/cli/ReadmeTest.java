package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.export.GroupMetric;
import io.neuralentropy.monitor.export.MonitorMeter;
import io.neuralentropy.monitor.export.RunMetric;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The tables of the README are those of the code. {@code -Dreadme.write=true} writes them. */
class ReadmeTest {
    private static final Path README = Path.of("..", "..", "README.md");

    @Test
    void metricsAreThoseOfTheCode() throws IOException {
        assertSection("metrics", metrics());
    }

    @Test
    void settingsAreThoseOfTheCommandLine() throws IOException {
        assertSection("settings", settings());
    }

    @Test
    void everyCommandIsShownWithItsOptions() throws IOException {
        String readme = Files.readString(README);
        for (CommandLine command : commandLine().getSubcommands().values()) {
            assertTrue(readme.contains("| `" + command.getCommandName() + "` |"), command.getCommandName());
        }
    }

    private static CommandLine commandLine() {
        Console silent = new Console(
                InputStream.nullInputStream(),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                false);
        return new Cli(Map.of(), silent, StopSignal.deaf()).commandLine();
    }

    private static void assertSection(String name, List<String> lines) throws IOException {
        String readme = Files.readString(README);
        String open = "<!-- " + name + " -->\n";
        String close = "<!-- /" + name + " -->";
        int from = readme.indexOf(open) + open.length();
        int to = readme.indexOf(close);
        String wanted = String.join("\n", lines) + "\n";
        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(README, readme.substring(0, from) + wanted + readme.substring(to));
        } else {
            assertEquals(wanted, readme.substring(from, to), "write it with -Dreadme.write=true");
        }
    }

    private static List<String> metrics() {
        List<String> lines = new ArrayList<>(List.of("| metric of a run | |", "|---|---|"));
        lines.add(row(RunMetric.INFO + "_info", RunMetric.INFO_HELP));
        for (RunMetric metric : RunMetric.values()) {
            lines.add(row(metric.metricName(), metric.help()));
        }
        lines.add(row(RunMetric.STATE + "{state}", RunMetric.STATE_HELP));
        lines.add(row(RunMetric.PROFILE + "{bin}", RunMetric.PROFILE_HELP));
        lines.addAll(List.of("", "| metric of a group of runs | |", "|---|---|"));
        for (GroupMetric metric : GroupMetric.values()) {
            lines.add(row(metric.metricName(), metric.help()));
        }
        lines.addAll(List.of("", "| metric of the monitor itself | |", "|---|---|"));
        for (MonitorMeter meter : MonitorMeter.values()) {
            lines.add(row(meter.metricName(), meter.help()));
        }
        return lines;
    }

    private static String row(String name, String help) {
        return "| `" + name + "` | " + help + " |";
    }

    private static List<String> settings() {
        List<String> lines = new ArrayList<>(List.of("| command | option | environment | |", "|---|---|---|---|"));
        commandLine().getSubcommands().values().forEach(command -> {
            lines.add("| `" + command.getCommandName() + "` | | | " + firstSentence(command) + " |");
            command.getCommandSpec()
                    .positionalParameters()
                    .forEach(parameter ->
                            lines.add("| | `" + parameter.paramLabel() + "` | | " + text(parameter) + " |"));
            command.getCommandSpec().options().stream()
                    .filter(option -> !option.usageHelp() && !option.versionHelp())
                    .forEach(option -> lines.add("| | `" + name(option) + "` | `" + EnvironmentDefaults.variable(option)
                            + "` | " + text(option) + " |"));
        });
        return lines;
    }

    private static String name(OptionSpec option) {
        boolean flag = option.arity().max() == 0;
        return option.longestName() + (flag ? "" : " " + option.paramLabel());
    }

    private static String firstSentence(CommandLine command) {
        return command.getCommandSpec().usageMessage().description()[0];
    }

    private static String text(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                .replace("%%", "%")
                .replace("|", "\\|");
    }
}
