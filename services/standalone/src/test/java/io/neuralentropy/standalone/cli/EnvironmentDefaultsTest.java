package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class EnvironmentDefaultsTest {

    @Command(name = "sample", mixinStandardHelpOptions = true)
    private static final class Sample {
        @Option(
                names = {"-p", "--http-port"},
                defaultValue = "8080")
        private int port;

        @Option(names = "--needed", required = true)
        private String needed;

        @Option(names = "--flag")
        private boolean flag;
    }

    private static Sample parse(Map<String, String> environment, String... arguments) {
        Sample sample = new Sample();
        new CommandLine(sample)
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .parseArgs(arguments);
        return sample;
    }

    @Nested
    class Precedence {
        @Test
        void theDefaultHoldsWhenNothingIsSaid() {
            assertEquals(8080, parse(Map.of(), "--needed=x").port);
        }

        @Test
        void theEnvironmentWinsOverTheDefault() {
            assertEquals(1, parse(Map.of("NEURAL_ENTROPY_HTTP_PORT", "1"), "--needed=x").port);
        }

        @Test
        void theCommandLineWinsOverTheEnvironment() {
            assertEquals(2, parse(Map.of("NEURAL_ENTROPY_HTTP_PORT", "1"), "--needed=x", "-p2").port);
        }

        @Test
        void aFileOfOptionsCountsAsCommandLine(@TempDir Path directory) throws IOException {
            Path file = Files.writeString(directory.resolve("options"), "# my port\n--http-port 3\n");
            Map<String, String> environment = Map.of("NEURAL_ENTROPY_HTTP_PORT", "1");
            assertEquals(3, parse(environment, "--needed=x", "@" + file).port);
        }

        @Test
        void anEmptyValueIsNotSet() {
            assertEquals(8080, parse(Map.of("NEURAL_ENTROPY_HTTP_PORT", ""), "--needed=x").port);
        }

        @Test
        void aRequiredOptionMayComeFromTheEnvironment() {
            assertEquals("y", parse(Map.of("NEURAL_ENTROPY_NEEDED", "y")).needed);
        }

        @Test
        void aFlagIsSetByTrue() {
            assertTrue(parse(Map.of("NEURAL_ENTROPY_FLAG", "true"), "--needed=x").flag);
        }

        @Test
        void helpIsNeverAskedForByTheEnvironment() {
            Map<String, String> environment = Map.of("NEURAL_ENTROPY_HELP", "true", "NEURAL_ENTROPY_VERSION", "true");
            assertEquals("x", parse(environment, "--needed=x").needed);
        }
    }

    @Test
    void namesTheVariablesThatNoOptionReads() {
        EnvironmentDefaults environment = new EnvironmentDefaults(Map.of(
                "NEURAL_ENTROPY_HTTP_PORT", "1",
                "NEURAL_ENTROPY_HTP_PORT", "1",
                "NEURAL_ENTROPY_JAVA_OPTIONS", "-Xmx2g",
                "PATH", "/bin"));
        assertEquals(Set.of("NEURAL_ENTROPY_HTP_PORT"), environment.unread(new CommandLine(new Sample())));
    }
}
