package io.neuralentropy.events.codec;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.EventReader.KeyCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Events to JSON and back. Thread-safe; one instance serves a process.
 *
 * <p>Decoding is one streaming pass into primitives and never throws. Of several faults the one reported is the first of:
 * larger than 64 KiB; not JSON; common fields (in the order of the text, then missing ones); a higher {@code schema}; the
 * key; the fields of the type (in the order of the text, then missing ones and what only the whole shows). So an unknown
 * type is skipped only when its common fields, schema and key are right.
 *
 * <p>Where the protocol is silent:
 *
 * <ul>
 *   <li>a value of null is as good as an absent field; in a column of {@code steps} it stands for a step without that
 *       field (not in {@code mean} and {@code count});
 *   <li>names within an object are unique and text has no lone surrogates (I-JSON, RFC 7493); nesting goes 64 deep;
 *   <li>integers are at most 2^53 − 1, which every JSON reader holds exactly; 5.0 is read as 5;
 *   <li>numbers beyond the range of a double are infinite (1e999);
 *   <li>required beyond the common fields: {@code step} in {@code step}, {@code checkpoint}, {@code evaluation};
 *       {@code split}; {@code status}; {@code first} and one column in {@code steps}; {@code mean} and {@code count} of
 *       moments; {@code count} and {@code neural} of a profile, {@code at} and {@code neural} of an evaluation's;
 *       {@code nats};
 *   <li>a profile's column in {@code steps} is an array of profiles;
 *   <li>rates of a bin without throws are 0, whatever was sent;
 *   <li>a count of 0 says the same as an absent one.
 * </ul>
 */
public final class EventCodec {
    /** The version of the protocol that is spoken here. */
    public static final int SCHEMA = 1;

    /** The most bytes of one event. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_NESTING = 64;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            // names come from outside: they must not fill the JVM's string pool, nor may chosen hashes stop the reader
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            // UTF-8 alone, no guessing of UTF-16
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNumberLength(MAX_BYTES)
                    .build())
            .build();

    private final ThreadLocal<ByteArrayOutputStream> buffers =
            ThreadLocal.withInitial(() -> new ByteArrayOutputStream(1024));

    /** Decodes a record; a key that is null or differs from the event's run is refused. */
    public Decoded decode(byte[] key, byte[] value) {
        return decode(value, run -> key != null && Arrays.equals(key, run.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Decodes an event that has no key, such as a line of a file. */
    public Decoded decode(byte[] value) {
        return decode(value, run -> true);
    }

    /**
     * Decodes what {@link #encode} wrote of an event that was accepted before, of any size: written anew, an event may be larger than
     * it came.
     */
    public Decoded decodeStored(byte[] value) {
        return decodeAny(value, run -> true);
    }

    private static Decoded decode(byte[] value, KeyCheck key) {
        return value != null && value.length > MAX_BYTES
                ? new Decoded.Refused(Reason.TOO_LARGE, "the value is larger than " + MAX_BYTES + " bytes")
                : decodeAny(value, key);
    }

    private static Decoded decodeAny(byte[] value, KeyCheck key) {
        if (value == null || value.length == 0) {
            return new Decoded.Refused(Reason.MALFORMED_JSON, "the value is empty");
        }
        if (!isUtf8(value)) {
            return new Decoded.Refused(Reason.MALFORMED_JSON, "the value is not UTF-8");
        }
        try {
            return new EventReader(FACTORY, value).read(key);
        } catch (JsonProcessingException e) {
            return new Decoded.Refused(Reason.MALFORMED_JSON, "not JSON at byte " + offset(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // no input or output here
        }
    }

    private static long offset(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
    }

    /** Stricter than the parser, which lets overlong forms and surrogates pass. */
    private static boolean isUtf8(byte[] value) {
        for (byte b : value) {
            if (b < 0) {
                try {
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
                    return true;
                } catch (CharacterCodingException e) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Encodes an event as UTF-8 JSON without white space, fields in the order of the protocol's table, absent ones left
     * out. The result may be larger than {@link #MAX_BYTES}: who sends it must look.
     *
     * @throws IllegalArgumentException when a text cannot be written as UTF-8
     */
    public byte[] encode(Event event) {
        ByteArrayOutputStream buffer = buffers.get();
        buffer.reset();
        try (JsonGenerator json = FACTORY.createGenerator(buffer, JsonEncoding.UTF8)) {
            new EventWriter(json).write(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event cannot be written: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // no input or output here
        }
        return buffer.toByteArray();
    }
}
