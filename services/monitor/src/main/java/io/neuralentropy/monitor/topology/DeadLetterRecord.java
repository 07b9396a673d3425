package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.codec.EventCodec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
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
final class DeadLetterRecord {
    static final int MAX_VALUE_BYTES = EventCodec.MAX_BYTES;
    static final int MAX_KEY_BYTES = 1024;

    /** Value, key, kept headers, and room for those that are added, in Kafka's record format. */
    static final int MAX_BYTES = 96 * 1024;

    private static final int MAX_TEXT = 1024;

    private static final String TRUNCATED = "truncated";
    private static final Set<String> RESERVED = Set.of(
            "reason",
            "detail",
            "topic",
            "partition",
            "offset",
            TRUNCATED,
            "value-length",
            "value-sha256",
            "key-length",
            "key-sha256");

    private final byte[] key;
    private final byte[] value;
    private final RecordHeaders headers;

    private DeadLetterRecord(byte[] key, byte[] value, RecordHeaders headers) {
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    /** A bounded copy of a record; each of its parts may be null. */
    static DeadLetterRecord of(byte[] key, byte[] value, Headers headers) {
        RecordHeaders kept = BoundedHeaders.copy(headers == null ? new RecordHeaders() : headers, RESERVED);
        if (isLonger(key, MAX_KEY_BYTES) || isLonger(value, MAX_VALUE_BYTES)) {
            add(kept, TRUNCATED, "true");
        }
        return new DeadLetterRecord(
                bounded("key", key, MAX_KEY_BYTES, kept), bounded("value", value, MAX_VALUE_BYTES, kept), kept);
    }

    private static boolean isLonger(byte[] bytes, int max) {
        return bytes != null && bytes.length > max;
    }

    private static byte[] bounded(String what, byte[] bytes, int max, RecordHeaders headers) {
        if (!isLonger(bytes, max)) {
            return bytes;
        }
        add(headers, what + "-length", Integer.toString(bytes.length));
        add(headers, what + "-sha256", sha256(bytes));
        return Arrays.copyOf(bytes, max);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /**
     * Says why it is put aside.
     *
     * @param reason one of a bounded set: it is a label of metrics, too
     * @param detail for people; its first {@value #MAX_TEXT} characters are kept
     */
    DeadLetterRecord because(String reason, String detail) {
        add(headers, "reason", reason);
        add(headers, "detail", detail.substring(0, Math.min(MAX_TEXT, detail.length())));
        return this;
    }

    /** Says where it stood. */
    DeadLetterRecord from(String topic, int partition, long offset) {
        add(headers, "topic", topic);
        add(headers, "partition", Integer.toString(partition));
        add(headers, "offset", Long.toString(offset));
        return this;
    }

    private static void add(RecordHeaders headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] key() {
        return key;
    }

    byte[] value() {
        return value;
    }

    Headers headers() {
        return headers;
    }
}
