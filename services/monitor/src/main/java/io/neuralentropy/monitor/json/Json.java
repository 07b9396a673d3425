package io.neuralentropy.monitor.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.neuralentropy.monitor.snapshot.Estimate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The rules of writing: what is unknown is left out; what is infinite travels as text, as in events. */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private Json() {}

    /** Writes into memory, so that a failure half-way is still a clean error for the client. */
    public static byte[] bytes(Content content) {
        var bytes = new ByteArrayOutputStream(4_096);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    static JsonParser parser(byte[] bytes) throws IOException {
        return FACTORY.createParser(bytes);
    }

    /** What to write. */
    @FunctionalInterface
    public interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** JSON that was written before, as it is. */
    public static void raw(JsonGenerator json, byte[] value) throws IOException {
        json.writeRawValue(new String(value, StandardCharsets.UTF_8));
    }

    /** A number that is known: infinite ones as text, NaN never comes here. */
    public static void number(JsonGenerator json, double value) throws IOException {
        if (Double.isInfinite(value)) {
            json.writeString(Double.toString(value));
        } else {
            json.writeNumber(value);
        }
    }

    /** A member that is left out where NaN. */
    public static void number(JsonGenerator json, String name, double value) throws IOException {
        if (!Double.isNaN(value)) {
            json.writeFieldName(name);
            number(json, value);
        }
    }

    /** A member that is left out where 0, which means "not said" for counts. */
    public static void count(JsonGenerator json, String name, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    /** A member that is left out where null. */
    public static void text(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    /** {@code {value, standardError}}, left out where the value is unknown. */
    public static void estimate(JsonGenerator json, String name, Estimate estimate) throws IOException {
        if (estimate != null && estimate.isKnown()) {
            json.writeObjectFieldStart(name);
            number(json, "value", estimate.value());
            number(json, "standardError", estimate.standardError());
            json.writeEndObject();
        }
    }

    /** An array whose NaN entries are null; left out where null itself. */
    public static void numbers(JsonGenerator json, String name, double[] values) throws IOException {
        if (values == null) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (double value : values) {
            numberOrNull(json, value);
        }
        json.writeEndArray();
    }

    public static void numberOrNull(JsonGenerator json, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNull();
        } else {
            number(json, value);
        }
    }

    /** An object of numbers in order of their names; left out where there are none. */
    public static void numbers(JsonGenerator json, String name, Map<String, Double> values) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(name);
        sortedNumbers(json, values);
        json.writeEndObject();
    }

    public static void sortedNumbers(JsonGenerator json, Map<String, Double> values) throws IOException {
        for (Map.Entry<String, Double> entry : new TreeMap<>(values).entrySet()) {
            number(json, entry.getKey(), entry.getValue());
        }
    }
}
