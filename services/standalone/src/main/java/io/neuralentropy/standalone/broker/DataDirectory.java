package io.neuralentropy.standalone.broker;

import io.neuralentropy.standalone.TemporaryDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The broker's directory: the user's, which stays, or a temporary one, which goes. */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final TemporaryDirectory temporary;

    private DataDirectory(Path path, TemporaryDirectory temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * Prepares the directory.
     *
     * @param chosen null for a temporary one
     * @throws BrokerException where it cannot be written, or another broker uses it
     */
    static DataDirectory open(Path chosen) {
        if (chosen == null) {
            TemporaryDirectory made = TemporaryDirectory.create("neural-entropy-broker-");
            return new DataDirectory(made.path(), made);
        }
        Path directory = chosen.toAbsolutePath().normalize();
        create(directory);
        refuseWhenLocked(directory);
        return new DataDirectory(directory, null);
    }

    Path path() {
        return path;
    }

    /** Kafka writes this file when it formats a directory. */
    boolean isFormatted() {
        return Files.exists(path.resolve("meta.properties"));
    }

    private static void create(Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new BrokerException(directory + " is a file: name a directory for the broker's data");
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw unwritable(directory, failure);
        }
    }

    /** Kafka itself would notice, but only half-way through its start, and say it in a stack trace. */
    private static void refuseWhenLocked(Path directory) {
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw locked(directory);
            }
        } catch (OverlappingFileLockException sameProcess) {
            throw locked(directory);
        } catch (IOException failure) {
            throw unwritable(directory, failure);
        }
    }

    private static BrokerException locked(Path directory) {
        return new BrokerException(
                "another broker uses the data directory " + directory + ": stop it or choose another directory");
    }

    private static BrokerException unwritable(Path directory, IOException failure) {
        return new BrokerException(
                "cannot write to the data directory " + directory + " ("
                        + failure.getClass().getSimpleName() + "): choose a directory that can be written",
                failure);
    }

    @Override
    public void close() {
        if (temporary != null) {
            temporary.close();
        }
    }
}
