package io.neuralentropy.standalone.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is replayed: a file, or standard input. */
public final class Source {
    /** Names standard input. */
    public static final String STANDARD_INPUT = "-";

    private final Path file;
    private final InputStream stream;

    private Source(Path file, InputStream stream) {
        this.file = file;
        this.stream = stream;
    }

    /**
     * @param name of a file; {@code -} for standard input
     * @throws ReplayException where the file cannot be read
     */
    public static Source of(String name, InputStream standardInput) {
        if (name.equals(STANDARD_INPUT)) {
            return new Source(null, standardInput);
        }
        Path file = Path.of(name);
        if (Files.isDirectory(file)) {
            throw new ReplayException(file + " is a directory: name a file of JSON lines");
        }
        if (!Files.exists(file)) {
            throw new ReplayException("no such file: " + file + ": name a file of JSON lines, or - for standard input");
        }
        return new Source(file, null);
    }

    /** A file can be read again, a stream once. */
    public boolean isRepeatable() {
        return file != null;
    }

    /** Bytes in all; 0 where unknown. */
    public long size() {
        try {
            return file == null ? 0 : Files.size(file);
        } catch (IOException failure) {
            return 0;
        }
    }

    /** The key of lines that name no run: the file's name without its endings. */
    String fallbackKey() {
        String name = file == null ? "standard-input" : file.getFileName().toString();
        int dot = name.indexOf('.', 1);
        return dot < 0 ? name : name.substring(0, dot);
    }

    LineReader open() {
        try {
            return file == null ? LineReader.of(stream) : LineReader.of(file);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    ReplayException unreadable(IOException failure) {
        String why = failure instanceof NoSuchFileException || failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
        return new ReplayException(
                "cannot read " + this + " (" + why + "): check the file and its permissions", failure);
    }

    @Override
    public String toString() {
        return file == null ? "standard input" : file.toString();
    }
}
