package io.neuralentropy.monitor.topology;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A dead letter: key, value and headers as they came, and further headers that say why it is one. Always small enough to be
 * sent, whatever came: of a key or a value over {@value #MAX_BYTES} bytes it holds the first ones, and their whole length and
 * hash in headers; foreign headers over that bound together are left out and counted in one.
 */
final class DeadLetterRecord {
    /** As many bytes as an event may have: what is cut was no event. */
    static final int MAX_BYTES = 65_536;

    private final RecordHeaders headers = new RecordHeaders();
    private final byte[] key;
    private final byte[] value;

    private DeadLetterRecord(byte[] key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    /** Of a record's parts, each of which may be null. */
    static DeadLetterRecord of(byte[] key, byte[] value, Headers foreign) {
        DeadLetterRecord record = new DeadLetterRecord(bounded(key), bounded(value));
        record.copy(foreign);
        record.describe("key", key);
        record.describe("value", value);
        return record;
    }

    private static byte[] bounded(byte[] bytes) {
        return bytes == null || bytes.length <= MAX_BYTES ? bytes : Arrays.copyOf(bytes, MAX_BYTES);
    }

    private void copy(Headers foreign) {
        if (foreign == null) {
            return;
        }
        long bytes = 0;
        int count = 0;
        for (Header header : foreign) {
            bytes += 3L * header.key().length() + (header.value() == null ? 0 : header.value().length);
            count++;
        }
        if (bytes <= MAX_BYTES) {
            foreign.forEach(headers::add);
        } else {
            with("headers-dropped", Integer.toString(count));
        }
    }

    private void describe(String part, byte[] whole) {
        if (whole != null && whole.length > MAX_BYTES) {
            with("truncated", "true");
            with(part + "-length", Integer.toString(whole.length));
            with(part + "-sha256", HexFormat.of().formatHex(sha256(whole)));
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }

    /** Says why it is a dead letter. */
    DeadLetterRecord because(String reason, String detail) {
        return with("reason", reason).with("detail", detail);
    }

    /** Says where it stood. */
    DeadLetterRecord from(String topic, int partition, long offset) {
        return with("topic", topic)
                .with("partition", Integer.toString(partition))
                .with("offset", Long.toString(offset));
    }

    private DeadLetterRecord with(String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
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
