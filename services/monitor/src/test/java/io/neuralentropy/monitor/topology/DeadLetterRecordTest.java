package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterRecordTest {
    private static final int MEBIBYTE = 1 << 20;

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new TreeMap<>();
        headers.forEach(header -> texts.put(header.key(), new String(header.value(), UTF_8)));
        return texts;
    }

    @Test
    void whatIsSmallStaysAsItCame() {
        byte[] key = {1};
        byte[] value = new byte[DeadLetterRecord.MAX_BYTES];
        Headers own = new RecordHeaders().add("own", "x".getBytes(UTF_8));
        DeadLetterRecord letter =
                DeadLetterRecord.of(key, value, own).because("failed", "why").from("events", 3, 17);
        assertArrayEquals(key, letter.key());
        assertArrayEquals(value, letter.value());
        assertEquals(
                Map.of(
                        "own",
                        "x",
                        "reason",
                        "failed",
                        "detail",
                        "why",
                        "topic",
                        "events",
                        "partition",
                        "3",
                        "offset",
                        "17"),
                texts(letter.headers()));
    }

    @Test
    void whatIsMissingStaysMissing() {
        DeadLetterRecord letter = DeadLetterRecord.of(null, null, null);
        assertNull(letter.key());
        assertNull(letter.value());
        assertEquals(Map.of(), texts(letter.headers()));
    }

    @Test
    void ofALargeValueThereAreTheFirstBytesTheLengthAndTheHash() {
        byte[] value = new byte[MEBIBYTE];
        Arrays.fill(value, (byte) 'a');
        DeadLetterRecord letter = DeadLetterRecord.of(null, value, new RecordHeaders());
        assertArrayEquals(Arrays.copyOf(value, DeadLetterRecord.MAX_BYTES), letter.value());
        assertEquals(
                Map.of(
                        "truncated", "true",
                        "value-length", "1048576",
                        // python3 -c "import hashlib; print(hashlib.sha256(b'a' * 2**20).hexdigest())"
                        "value-sha256", "9bc1b2a288b26af7257a36277ae3816a7d4f16e89c1e7e77d0a5c48bad62b360"),
                texts(letter.headers()));
    }

    @Test
    void aLargeKeyAndLargeHeadersAreBoundedToo() {
        Headers many = new RecordHeaders();
        for (int i = 0; i < 100; i++) {
            many.add("own" + i, new byte[1_000]);
        }
        DeadLetterRecord letter = DeadLetterRecord.of(new byte[MEBIBYTE], new byte[1], many);
        assertEquals(DeadLetterRecord.MAX_BYTES, letter.key().length);
        Map<String, String> headers = texts(letter.headers());
        assertEquals("100", headers.get("headers-dropped"));
        assertEquals("1048576", headers.get("key-length"));
        assertEquals(4, headers.size());
    }
}
