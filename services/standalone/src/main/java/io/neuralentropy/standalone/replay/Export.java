package io.neuralentropy.standalone.replay;

import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/**
 * Writes the events of a run in Kafka as lines, each with its original bytes, in their order: replayed, they make the same
 * run. What a monitor refuses is left out, since under a line's own run, not its record's key, it may be something else.
 * {@code records = lines + refused}.
 */
public final class Export {
    private final EventCodec codec = new EventCodec();
    private final RunRecords records;
    private long lines;
    private long refused;

    /**
     * @param client Kafka's address, security
     * @param timeout how long Kafka may be silent
     */
    public Export(Map<String, Object> client, Duration timeout, String run) {
        this.records = new RunRecords(client, timeout, run);
    }

    /** Takes one line, without its end. */
    public interface Lines {
        void write(byte[] line) throws IOException;
    }

    /** Is told how far it is. */
    public interface Listener {
        /** @param share of the topic that was read, 0 to 1 */
        void read(long lines, double share);
    }

    /**
     * Writes all events up to the topic's present end.
     *
     * @throws ReplayException when the topic cannot be read
     * @throws IOException when a line cannot be written
     */
    public void run(Lines out, Listener listener) throws IOException {
        try {
            records.read(new RunRecords.Taker() {
                @Override
                public void record(byte[] key, byte[] value) {
                    take(key, value, out);
                }

                @Override
                public void read(double share) {
                    listener.read(lines, share);
                }
            });
        } catch (UncheckedIOException unwritten) {
            throw unwritten.getCause();
        }
    }

    private void take(byte[] key, byte[] value, Lines out) {
        if (codec.decode(key, value) instanceof Decoded.Refused) {
            refused++;
            return;
        }
        try {
            out.write(onOneLine(value));
            lines++;
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        }
    }

    /** JSON has ends of lines between its parts only, where a space means the same. */
    private static byte[] onOneLine(byte[] event) {
        byte[] line = event;
        for (int i = 0; i < event.length; i++) {
            if (event[i] == '\n' || event[i] == '\r') {
                line = line == event ? event.clone() : line;
                line[i] = ' ';
            }
        }
        return line;
    }

    /** Events written. */
    public long lines() {
        return lines;
    }

    /** Records of the run that are no valid events, and were left out. */
    public long refused() {
        return refused;
    }
}
