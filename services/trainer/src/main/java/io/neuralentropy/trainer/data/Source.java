package io.neuralentropy.trainer.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file being read, unpacked when it is gzipped (told by its first bytes, not by its name). */
final class Source implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    /** Deflate packs at most 1,032 to 1. */
    private static final long BEST_PACKING = 1032;

    private final Path path;
    private final long mostBytes;
    private final BufferedInputStream stream;

    private Source(Path path, long mostBytes, BufferedInputStream stream) {
        this.path = path;
        this.mostBytes = mostBytes;
        this.stream = stream;
    }

    static Source open(Path path) throws IOException {
        long size = Files.size(path);
        BufferedInputStream plain = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        try {
            plain.mark(2);
            boolean packed = plain.read() == 0x1f && plain.read() == 0x8b;
            plain.reset();
            if (!packed) {
                return new Source(path, size, plain);
            }
            InputStream unpacked = new GZIPInputStream(plain, BUFFER);
            return new Source(path, size * BEST_PACKING, new BufferedInputStream(unpacked, BUFFER));
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    InputStream stream() {
        return stream;
    }

    /** The first bytes without consuming them; fewer where the file ends before. */
    byte[] peek(int count) throws IOException {
        stream.mark(count);
        byte[] bytes = stream.readNBytes(count);
        stream.reset();
        return bytes;
    }

    /** The next bytes; a file that ends before is refused. */
    ByteBuffer take(int count, ByteOrder order) throws IOException {
        byte[] bytes = stream.readNBytes(count);
        if (bytes.length < count) {
            throw cut();
        }
        return ByteBuffer.wrap(bytes).order(order);
    }

    /** The rest of the file as numbers, which must be just so many and finite in single precision. */
    float[] numbers(Numbers type, ByteOrder order, long rows, long columns) throws IOException {
        if (rows == 0 || columns == 0) {
            throw refuse("has no data: its shape is " + rows + " × " + columns);
        }
        if (columns > mostBytes || rows > mostBytes / columns / type.size()) {
            throw cut();
        }
        float[] values = new float[Matrix.checkedLength(rows, columns)];
        int chunk = BUFFER / Long.BYTES;
        for (int start = 0; start < values.length; start += chunk) {
            int end = Math.min(values.length, start + chunk);
            ByteBuffer bytes = take((end - start) * type.size(), order);
            for (int i = start; i < end; i++) {
                values[i] = (float) type.get(bytes);
                if (!Float.isFinite(values[i])) {
                    throw refuse("has a number that is not finite in single precision, the " + (i + 1L)
                            + ". in the file: remove or replace it");
                }
            }
        }
        if (stream.read() >= 0) {
            throw refuse("is longer than its header says: it may be damaged, fetch or write it anew");
        }
        return values;
    }

    private DataSetException cut() {
        return refuse("ends before the data that its header announces: fetch or write it anew");
    }

    /** An error about this file. */
    DataSetException refuse(String what) {
        return new DataSetException(path + " " + what);
    }

    /** Says what went wrong in reading a file. */
    static DataSetException failed(Path path, IOException e) {
        if (e instanceof EOFException || e instanceof ZipException) {
            return new DataSetException(path + " is gzipped but damaged or cut: fetch it anew", e);
        }
        if (e instanceof AccessDeniedException) {
            return new DataSetException(path + " may not be read: give yourself the right to", e);
        }
        return new DataSetException(path + " cannot be read: " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
