package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.Test;

class DeadLetterRecordTest {
    private static final byte[] KEY = "run".getBytes(UTF_8);
    private static final byte[] VALUE = "junk".getBytes(UTF_8);

    private static DeadLetterRecord letter(byte[] key, byte[] value, Headers headers) {
        DeadLetterRecord letter = DeadLetterRecord.of(key, value, headers)
                .because("r".repeat(32), "ü".repeat(100_000))
                .from("t".repeat(249), Integer.MAX_VALUE, Long.MAX_VALUE);
        int size = AbstractRecords.estimateSizeInBytesUpperBound(
                (byte) 2,
                CompressionType.NONE,
                letter.key(),
                letter.value(),
                letter.headers().toArray());
        assertTrue(size <= DeadLetterRecord.MAX_BYTES, "takes " + size + " bytes");
        return letter;
    }

    private static String header(DeadLetterRecord letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aSmallRecordIsKeptAsItIs() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1}).add("empty", null);
        DeadLetterRecord letter = letter(KEY, VALUE, headers);
        assertSame(KEY, letter.key());
        assertSame(VALUE, letter.value());
        assertArrayEquals(new byte[] {1}, letter.headers().lastHeader("trace").value());
        assertNull(letter.headers().lastHeader("empty").value());
        assertNull(letter.headers().lastHeader("truncated"));
        assertEquals("r".repeat(32), header(letter, "reason"));
        assertEquals("t".repeat(249), header(letter, "topic"));
        assertEquals("2147483647", header(letter, "partition"));
        assertEquals("9223372036854775807", header(letter, "offset"));
    }

    @Test
    void aPartThatIsNotThereIsNotThere() {
        DeadLetterRecord letter = letter(null, null, null);
        assertNull(letter.key());
        assertNull(letter.value());
        assertNull(header(letter, "truncated"));
    }

    @Test
    void aLongValueIsCutAndSaysHowLongItWas() throws NoSuchAlgorithmException {
        assertNull(header(letter(KEY, new byte[65_536], new RecordHeaders()), "truncated"));
        for (int length : new int[] {65_537, 3_000_000, 100_000_000}) {
            byte[] value = random(length);
            DeadLetterRecord letter = letter(KEY, value, new RecordHeaders());
            assertArrayEquals(Arrays.copyOf(value, 65_536), letter.value());
            assertEquals("true", header(letter, "truncated"));
            assertEquals(Integer.toString(length), header(letter, "value-length"));
            assertEquals(sha256(value), header(letter, "value-sha256"));
            assertNull(header(letter, "key-length"));
        }
    }

    @Test
    void aLongKeyIsCutLikewise() throws NoSuchAlgorithmException {
        assertNull(header(letter(new byte[1024], VALUE, new RecordHeaders()), "truncated"));
        for (int length : new int[] {1025, 5_000_000}) {
            byte[] key = random(length);
            DeadLetterRecord letter = letter(key, new byte[70_000], new RecordHeaders());
            assertArrayEquals(Arrays.copyOf(key, 1024), letter.key());
            assertEquals("true", header(letter, "truncated"));
            assertEquals(Integer.toString(length), header(letter, "key-length"));
            assertEquals(sha256(key), header(letter, "key-sha256"));
            assertEquals("70000", header(letter, "value-length"));
        }
    }

    @Test
    void headersAreKeptWhileTheyAreSmallInAll() {
        RecordHeaders headers = new RecordHeaders();
        IntStream.range(0, 64).forEach(i -> headers.add("%04d".formatted(i), new byte[252]));
        DeadLetterRecord full = letter(random(2000), random(70_000), headers);
        assertEquals(252, full.headers().lastHeader("0063").value().length);
        assertNull(header(full, "headers-dropped"));

        headers.add("one-more", null);
        assertDropped("65", headers);
        assertDropped("1", new RecordHeaders(new Header[] {new RecordHeader("h", new byte[16 * 1024])}));
        assertDropped("1", new RecordHeaders(new Header[] {new RecordHeader("ü".repeat(8_193), null)}));
        RecordHeaders thousands = new RecordHeaders();
        IntStream.range(0, 100_000).forEach(i -> thousands.add("h", new byte[0]));
        assertDropped("100000", thousands);
    }

    private static void assertDropped(String count, Headers headers) {
        DeadLetterRecord letter = letter(KEY, VALUE, headers);
        assertEquals(count, header(letter, "headers-dropped"));
        assertEquals(6, letter.headers().toArray().length, "what is said here, and nothing else");
    }

    /** A letter that is sent in again and refused again, and a sender that claims that its record was cut. */
    @Test
    void whatIsSaidHereIsNotSaidByTheRecordItself() {
        Headers first = letter(KEY, new byte[70_000], new RecordHeaders()).headers();
        DeadLetterRecord second = letter(KEY, VALUE, first);
        assertNull(header(second, "truncated"));
        assertNull(header(second, "value-length"));
        assertEquals(5, second.headers().toArray().length);
    }
}
