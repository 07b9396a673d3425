package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.standalone.stack.Compose;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code docker-compose.yml} starts is what the command line understands. */
class ComposeCommandsTest {
    private static CommandLine cli(Map<String, String> environment) {
        return new Cli(environment, Console.system(), StopSignal.deaf()).commandLine();
    }

    @ParameterizedTest
    @ValueSource(strings = {"monitor", "trainer"})
    void areCommandsWithTheirOptions(String service) {
        Compose stack = Compose.stack();
        List<String> command = stack.command(service);

        CommandLine.ParseResult parsed = cli(stack.environment(service)).parseArgs(command.toArray(String[]::new));

        assertEquals(command.get(0), parsed.subcommand().commandSpec().name());
        assertEquals(command.size() - 1, parsed.subcommand().matchedOptions().size(), "each option once, nothing else");
    }

    @Test
    void setInTheEnvironmentWhatOptionsRead() {
        for (Compose file : List.of(Compose.stack(), Compose.gpu())) {
            TreeSet<String> read = cli(Map.of()).getSubcommands().get("train").getCommandSpec().options().stream()
                    .map(EnvironmentDefaults::variable)
                    .collect(Collectors.toCollection(TreeSet::new));
            List<String> given = new ArrayList<>(file.environment("trainer").keySet());
            given.removeIf(name -> !name.startsWith(EnvironmentDefaults.PREFIX));
            assertTrue(read.containsAll(given), given.toString());
        }
    }

    @Test
    void checkTheMonitorsHealthByTheProgramsOwnCommand() {
        List<?> test = (List<?>) ((Map<?, ?>) Compose.stack().service("monitor").get("healthcheck")).get("test");

        assertEquals(List.of("CMD", "/opt/neural-entropy/bin/neural-entropy", "health"), test);
        assertTrue(cli(Map.of()).getSubcommands().containsKey("health"));
    }
}
