package io.neuralentropy.standalone.replay;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record that a monitor refused, with the headers that say why. One that is sent again carries its place among the dead
 * letters and its reason: when it is refused again, the new letter so names the first one.
 */
final class DeadLetter {
    private static final String REASON = "reason";
    private static final String TRUNCATED = "truncated";
    private static final String REPLAYED = "replayed";
    private static final Pattern FIRST = Pattern.compile("(\\d{1,9})@(\\d{1,18}) (-?\\d{1,18}) (\\S{1,64})");

    /** What the monitor puts on a letter, and what this class does. */
    private static final Set<String> OURS = Set.of(
            REASON,
            "detail",
            "run",
            "topic",
            "partition",
            "offset",
            TRUNCATED,
            "value-length",
            "value-sha256",
            REPLAYED);

    /** The letter of which a later one came, by a replay; it has the same key and so lies in the same partition. */
    record First(long offset, long time, String reason) {}

    private final ConsumerRecord<byte[], byte[]> record;

    DeadLetter(ConsumerRecord<byte[], byte[]> record) {
        this.record = record;
    }

    /** Where it lies: partition and offset. */
    String place() {
        return record.partition() + "@" + record.offset();
    }

    String reason() {
        return header(REASON, "unknown");
    }

    long time() {
        return record.timestamp();
    }

    byte[] key() {
        return record.key();
    }

    byte[] value() {
        return record.value();
    }

    /** Whether the monitor kept a part of the value only. */
    boolean isTruncated() {
        return "true".equals(header(TRUNCATED, "false"));
    }

    /** Where this one was sent before and refused again; empty otherwise. */
    Optional<First> first() {
        Matcher first = FIRST.matcher(header(REPLAYED, ""));
        if (!first.matches() || Integer.parseInt(first.group(1)) != record.partition()) {
            return Optional.empty();
        }
        return Optional.of(new First(Long.parseLong(first.group(2)), Long.parseLong(first.group(3)), first.group(4)));
    }

    /** The original record, on its way to a topic once more. */
    ProducerRecord<byte[], byte[]> again(String topic) {
        Headers headers = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!OURS.contains(header.key())) {
                headers.add(header);
            }
        }
        headers.add(REPLAYED, (place() + " " + time() + " " + reason()).getBytes(StandardCharsets.UTF_8));
        return new ProducerRecord<>(topic, null, record.key(), record.value(), headers);
    }

    private String header(String name, String otherwise) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? otherwise
                : new String(header.value(), StandardCharsets.UTF_8);
    }
}
