package io.neuralentropy.standalone.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/**
 * Where an export goes, line by line: standard output, or a file, packed where its name ends in {@code .gz}. A file
 * appears whole, in the place of the one that was there, or not at all.
 */
final class ExportTarget implements AutoCloseable {
    private static final int LINES_BETWEEN_CHECKS = 1_024;

    private final Console console;
    private final Path file;
    private final Path part;
    private final OutputStream out;
    private long lines;

    /** @param file null for standard output */
    ExportTarget(Path file, Console console) throws IOException {
        this.console = console;
        this.file = file;
        if (file == null) {
            part = null;
            out = null;
        } else {
            if (Files.isDirectory(file)) {
                throw new IOException("it is a directory");
            }
            part = file.resolveSibling(file.getFileName() + ".part");
            OutputStream plain = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
            out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain, 1 << 16) : plain;
        }
    }

    /** One line of UTF-8, without its end. */
    void write(byte[] line) throws IOException {
        lines++;
        if (out != null) {
            out.write(line);
            out.write('\n');
        } else {
            console.out().print(new String(line, StandardCharsets.UTF_8));
            console.out().print('\n');
            if (lines % LINES_BETWEEN_CHECKS == 0) {
                check();
            }
        }
    }

    private void check() throws IOException {
        if (console.out().checkError()) {
            throw new IOException("nobody reads it any longer");
        }
    }

    /** All is there: lets the file appear. */
    void complete() throws IOException {
        if (out == null) {
            check();
        } else {
            out.close();
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            try (out) {
                Files.deleteIfExists(part);
            }
        }
    }
}
