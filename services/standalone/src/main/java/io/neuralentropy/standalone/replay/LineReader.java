package io.neuralentropy.standalone.replay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Lines of bytes: what is not UTF-8 must reach the topic as it is. Memory is bounded, whatever the length of a line.
 * Not thread-safe.
 */
final class LineReader implements AutoCloseable {
    /** What Kafka's producer takes by default (1 MiB) less room for key and headers. */
    static final int MAX_BYTES = 1_048_576 - 1_024;

    private final Counted counted;
    private final InputStream in;
    private long number;

    private LineReader(Counted counted, InputStream in) {
        this.counted = counted;
        this.in = in;
    }

    /** Reads a file; unpacks it when its name ends in {@code .gz}. */
    static LineReader of(Path file) throws IOException {
        Counted counted = new Counted(Files.newInputStream(file));
        try {
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(counted, 1 << 16) : counted;
            return new LineReader(counted, new BufferedInputStream(plain, 1 << 16));
        } catch (IOException failure) {
            counted.close();
            throw failure;
        }
    }

    /** Reads a stream as it is. */
    static LineReader of(InputStream stream) {
        Counted counted = new Counted(stream);
        return new LineReader(counted, new BufferedInputStream(counted, 1 << 16));
    }

    /** The next line; null at the end. */
    Line next() throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(512);
        long length = 0;
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            length++;
            if (length <= MAX_BYTES) {
                kept.write(b);
            }
        }
        number++;
        return new Line(number, length > MAX_BYTES ? null : withoutCarriageReturn(kept.toByteArray()), length);
    }

    private static byte[] withoutCarriageReturn(byte[] line) {
        boolean ends = line.length > 0 && line[line.length - 1] == '\r';
        return ends ? java.util.Arrays.copyOf(line, line.length - 1) : line;
    }

    /** Bytes taken from the file so far, packed where it is packed. */
    long bytesRead() {
        return counted.count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        private Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
