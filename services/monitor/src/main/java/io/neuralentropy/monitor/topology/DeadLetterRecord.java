package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.Origin;
import io.neuralentropy.events.codec.EventCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record that is put aside, with headers that say why and where it stood. Whatever it came with, it takes at most
 * {@value #MAX_BYTES} bytes, so that it fits into any request to any broker: a record may be far larger than a broker's limit,
 * which is on its compressed batch.
 *
 * <p>Of a longer value the first {@value #MAX_VALUE_BYTES} bytes are kept, of a longer key the first {@value #MAX_KEY_BYTES};
 * headers then give the full length and its SHA-256. The record's own headers are kept while they are small
 * ({@link BoundedHeaders}), but for those that are called like one of these here: so what is not {@code truncated} is whole.
 */
public final class DeadLetterRecord {
    static final int MAX_VALUE_BYTES = EventCodec.MAX_BYTES;
    static final int MAX_KEY_BYTES = 1024;

    /** Value, key, kept headers, and room for those that are added, in Kafka's record format. */
    static final int MAX_BYTES = 96 * 1024;

    private static final int MAX_TEXT = 1024;

    private static final String TRUNCATED = "truncated";
    private static final Set<String> RESERVED = Set.of(
            "reason",
            "run",
            "detail",
            "topic",
            "partition",
            "offset",
            TRUNCATED,
            Cut.VALUE.length(),
            Cut.VALUE.sha256(),
            Cut.KEY.length(),
            Cut.KEY.sha256());

    private final byte[] key;
    private final byte[] value;
    private final RecordHeaders headers;

    private DeadLetterRecord(byte[] key, byte[] value, RecordHeaders headers) {
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    /** A bounded copy of a record; each of its parts may be null. */
    public static DeadLetterRecord of(byte[] key, byte[] value, Headers headers) {
        Headers came = headers == null ? new RecordHeaders() : headers;
        RecordHeaders kept = BoundedHeaders.copy(came, RESERVED);
        byte[] boundedKey = bounded(key, MAX_KEY_BYTES);
        byte[] boundedValue = bounded(value, MAX_VALUE_BYTES);
        if (boundedKey != key || boundedValue != value) {
            add(kept, TRUNCATED, "true");
        }
        describe(Cut.KEY, key, MAX_KEY_BYTES, BoundedDeserializer.MAX_KEY_BYTES, came, kept);
        describe(Cut.VALUE, value, MAX_VALUE_BYTES, BoundedDeserializer.MAX_VALUE_BYTES, came, kept);
        return new DeadLetterRecord(boundedKey, boundedValue, kept);
    }

    private static byte[] bounded(byte[] bytes, int most) {
        return isLonger(bytes, most) ? Arrays.copyOf(bytes, most) : bytes;
    }

    private static boolean isLonger(byte[] bytes, int most) {
        return bytes != null && bytes.length > most;
    }

    /** Of what was not read as a whole only its reader knows what it was. */
    private static void describe(Cut cut, byte[] bytes, int most, int mostRead, Headers came, Headers kept) {
        boolean isKnown = isLonger(bytes, mostRead) && cut.repeat(came, kept);
        if (isLonger(bytes, most) && !isKnown) {
            cut.describe(ByteBuffer.wrap(bytes), kept);
        }
    }

    /**
     * Says why it is put aside.
     *
     * @param reason one of a bounded set: it is a label of metrics, too
     * @param detail for people; its first {@value #MAX_TEXT} characters are kept
     */
    public DeadLetterRecord because(String reason, String detail) {
        add(headers, "reason", reason);
        add(headers, "detail", detail.substring(0, Math.min(MAX_TEXT, detail.length())));
        return this;
    }

    /** The run that a key names; null where it names none. */
    static String runOf(byte[] key) {
        if (key == null || key.length > Origin.MAX_RUN_LENGTH) {
            return null;
        }
        String run = new String(key, StandardCharsets.UTF_8);
        return Origin.isRunId(run) ? run : null;
    }

    /** Says which run it is of, by its key. */
    public DeadLetterRecord ofKey() {
        return ofRun(runOf(key));
    }

    /** Says which run it is of; null where that cannot be read. */
    DeadLetterRecord ofRun(String run) {
        if (run != null) {
            add(headers, "run", run);
        }
        return this;
    }

    /** Says where it stood. */
    public DeadLetterRecord from(String topic, int partition, long offset) {
        add(headers, "topic", topic);
        add(headers, "partition", Integer.toString(partition));
        add(headers, "offset", Long.toString(offset));
        return this;
    }

    private static void add(RecordHeaders headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }

    public Headers headers() {
        return headers;
    }
}
