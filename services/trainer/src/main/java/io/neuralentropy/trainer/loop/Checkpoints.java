package io.neuralentropy.trainer.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The checkpoints of one run in a directory: {@code RUN.STEP.checkpoint}, the last {@value #KEPT} of them. A file appears
 * whole or not at all (written aside, flushed to the disk, then renamed), so that a crash leaves the ones before it.
 *
 * <p>{@code RUN.attempt} remembers the latest attempt: two resumptions of one checkpoint must not be the same attempt.
 */
public final class Checkpoints {
    static final int KEPT = 2;

    private static final String SUFFIX = ".checkpoint";
    private static final int DIGITS = 12;

    private final Path directory;
    private final String run;

    /** @throws CheckpointException when the directory cannot be made or written */
    public Checkpoints(Path directory, String run) {
        this.directory = directory;
        this.run = run;
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, run + ".", ".tmp"));
        } catch (IOException | SecurityException e) {
            throw new CheckpointException(
                    "cannot write checkpoints to " + directory + " (" + reason(e)
                            + "): name a directory that can be written",
                    e);
        }
    }

    /**
     * The newest checkpoint of a run, only to be read: makes and writes nothing.
     *
     * @return null when there is none
     * @throws CheckpointException when it cannot be read or is broken
     */
    public static SavedRun newestOf(Path directory, String run) {
        return Files.isDirectory(directory) ? newest(directory, run) : null;
    }

    /** The newest checkpoint; null when there is none. @throws CheckpointException when it cannot be read or is broken */
    public SavedRun newest() {
        return newest(directory, run);
    }

    private static SavedRun newest(Path directory, String run) {
        List<Path> files = files(directory, run);
        if (files.isEmpty()) {
            return null;
        }
        Path file = files.get(files.size() - 1);
        try {
            SavedRun saved = CheckpointCodec.decode(Files.readAllBytes(file));
            if (!saved.run().equals(run)) {
                throw new CheckpointException("belongs to run " + saved.run());
            }
            return saved;
        } catch (CheckpointException e) {
            throw new CheckpointException(
                    "checkpoint " + file + " " + e.getMessage() + ": delete it to resume from the one before", e);
        } catch (IOException | OutOfMemoryError e) {
            throw new CheckpointException("cannot read checkpoint " + file + " (" + reason(e) + ")", e);
        }
    }

    /** Makes a checkpoint durable and removes those that are no longer kept. @throws CheckpointException when it cannot */
    public void save(SavedRun saved) {
        try {
            write(run + "." + digits(saved.step()) + SUFFIX, CheckpointCodec.encode(saved));
            List<Path> files = files(directory, run);
            for (Path old : files.subList(0, Math.max(0, files.size() - KEPT))) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw new CheckpointException("cannot write a checkpoint to " + directory + " (" + reason(e) + ")", e);
        }
    }

    /** Counts a new attempt, durably: 0 for the first, then one more each time. @throws CheckpointException when it cannot */
    public int nextAttempt() {
        Path file = directory.resolve(run + ".attempt");
        try {
            int attempt = Integer.parseInt(Files.readString(file).strip()) + 1;
            return recordAttempt(attempt);
        } catch (NoSuchFileException e) {
            return recordAttempt(0);
        } catch (NumberFormatException | IOException e) {
            throw new CheckpointException(
                    "cannot read " + file + " (" + reason(e) + "): write the run's latest attempt into it", e);
        }
    }

    private int recordAttempt(int attempt) {
        try {
            write(run + ".attempt", ByteBuffer.wrap((attempt + "\n").getBytes(StandardCharsets.US_ASCII)));
            return attempt;
        } catch (IOException e) {
            throw new CheckpointException("cannot write to " + directory + " (" + reason(e) + ")", e);
        }
    }

    private void write(String name, ByteBuffer bytes) throws IOException {
        Path aside = Files.createTempFile(directory, run + ".", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    aside,
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
        flushDirectory();
    }

    /** Makes the rename durable where the system lets a directory be opened (Linux does). */
    private void flushDirectory() {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // not to be had here: the rename is atomic, only not yet durable
        }
    }

    private static List<Path> files(Path directory, String run) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, file -> isCheckpoint(file, run))) {
            entries.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw new CheckpointException("cannot read " + directory + " (" + reason(e) + ")", e);
        }
        files.sort(null);
        return files;
    }

    private static boolean isCheckpoint(Path file, String run) {
        String name = file.getFileName().toString();
        return name.startsWith(run + ".")
                && name.substring(run.length() + 1).matches("\\d{" + DIGITS + ",}\\" + SUFFIX);
    }

    private static String digits(long step) {
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", step);
    }

    private static String reason(Throwable e) {
        String what = e.getClass().getSimpleName().replaceAll("Exception$|Error$", "");
        return e.getMessage() == null ? what : what + ": " + e.getMessage();
    }
}
