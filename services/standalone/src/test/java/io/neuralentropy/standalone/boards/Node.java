package io.neuralentropy.standalone.boards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neuralentropy.standalone.process.OutsideProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the scripts of {@code dashboards/grafana/check}: they need Node.js, and packages that npm fetches once. */
final class Node {
    private static final Path SCRIPTS =
            Boards.GRAFANA.resolve("check").toAbsolutePath().normalize();
    private static final long PATIENCE_MINUTES = 5;

    private Node() {}

    record Result(int exitCode, String out, String err) {}

    /** Skips the test where Node.js is not installed, or its packages can neither be found nor fetched. */
    static Result run(Path directory, String script, String input, List<String> arguments) {
        assumeTrue(OutsideProgram.isInstalled("node"), "node is not installed (package nodejs)");
        oneAtATime(() -> fetchPackages(directory));
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(arguments);
        return execute(directory, command, input);
    }

    /** Tests of other JVMs may want the packages, too. */
    private static void oneAtATime(Runnable work) {
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "neural-entropy-npm.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            work.run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void fetchPackages(Path directory) {
        try {
            Path fetched = SCRIPTS.resolve("node_modules/.package-lock.json");
            Path wanted = SCRIPTS.resolve("package-lock.json");
            if (Files.exists(fetched)
                    && Files.getLastModifiedTime(fetched).compareTo(Files.getLastModifiedTime(wanted)) >= 0) {
                return;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        assumeTrue(OutsideProgram.isInstalled("npm"), "npm is not installed (package npm)");
        Result result = execute(directory, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), "");
        if ("true".equals(System.getenv("CI"))) {
            assertEquals(0, result.exitCode(), result.err());
        }
        assumeTrue(result.exitCode() == 0, "npm could not fetch the packages: " + result.err());
    }

    private static Result execute(Path directory, List<String> command, String input) {
        try {
            Path in = Files.writeString(Files.createTempFile(directory, "in", ".json"), input);
            Path out = Files.createTempFile(directory, "out", ".txt");
            Path err = Files.createTempFile(directory, "err", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(SCRIPTS.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try {
                if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                    throw new AssertionError(command + " did not end in " + PATIENCE_MINUTES + " minutes");
                }
            } finally {
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
