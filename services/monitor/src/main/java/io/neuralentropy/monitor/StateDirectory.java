package io.neuralentropy.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where Kafka Streams keeps its files: a given directory, or a temporary one that goes with the monitor. */
final class StateDirectory implements AutoCloseable {
    private final Path path;
    private final boolean temporary;

    private StateDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** @param wanted null for a temporary one */
    static StateDirectory open(Path wanted) {
        try {
            if (wanted == null) {
                return new StateDirectory(Files.createTempDirectory("neural-entropy-state-"), true);
            }
            return new StateDirectory(Files.createDirectories(wanted), false);
        } catch (IOException e) {
            throw new MonitorException("cannot use state directory " + wanted + ": " + e.getMessage()
                    + "; give one that can be written with --state-dir");
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (temporary) {
            try (Stream<Path> files = Files.walk(path)) {
                files.sorted(Comparator.reverseOrder()).forEach(StateDirectory::delete);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
