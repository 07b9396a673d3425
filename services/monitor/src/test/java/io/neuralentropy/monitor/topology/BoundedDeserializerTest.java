package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class BoundedDeserializerTest {
    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(BoundedDeserializer deserializer, byte[] bytes, Headers headers) {
        return deserializer.deserialize("topic", headers, bytes == null ? null : ByteBuffer.wrap(bytes));
    }

    @Test
    void whatFitsIsReadAsItIs() {
        RecordHeaders headers = new RecordHeaders();
        for (int length : new int[] {0, 1, 65_536}) {
            assertArrayEquals(random(length), read(BoundedDeserializer.ofValues(), random(length), headers));
        }
        assertArrayEquals(random(4096), read(BoundedDeserializer.ofKeys(), random(4096), headers));
        assertNull(read(BoundedDeserializer.ofKeys(), null, headers));
        assertEquals(0, headers.toArray().length);
    }

    /** As if the whole had been read and cut then. */
    @Test
    void aDeadLetterOfWhatWasCutSaysWhatTheWholeWas() {
        byte[] key = random(5_000);
        byte[] value = random(3_000_000);
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1}).add("value-length", "7".getBytes(UTF_8));
        DeadLetterRecord whole = DeadLetterRecord.of(key, value, headers);

        byte[] cutKey = read(BoundedDeserializer.ofKeys(), key, headers);
        byte[] cutValue = read(BoundedDeserializer.ofValues(), value, headers);
        assertArrayEquals(Arrays.copyOf(key, 4097), cutKey);
        assertArrayEquals(Arrays.copyOf(value, 65_537), cutValue);
        DeadLetterRecord letter = DeadLetterRecord.of(cutKey, cutValue, headers);
        assertArrayEquals(whole.key(), letter.key());
        assertArrayEquals(whole.value(), letter.value());
        assertEquals(whole.headers(), letter.headers());
        assertEquals(
                "3000000",
                new String(letter.headers().lastHeader("value-length").value(), UTF_8));
    }

    @Test
    void headersNoLongerHoldTheBytesOfTheirRecord() {
        ByteBuffer record = ByteBuffer.wrap("keyvalue".getBytes(UTF_8));
        Header header = new RecordHeader(record.slice(0, 3), record.slice(3, 5));
        read(BoundedDeserializer.ofValues(), new byte[70_000], new RecordHeaders(new Header[] {header}));
        Arrays.fill(record.array(), (byte) 0);
        assertEquals("key", header.key());
        assertEquals("value", new String(header.value(), UTF_8));
    }
}
