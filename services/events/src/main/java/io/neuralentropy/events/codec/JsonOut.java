package io.neuralentropy.events.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.neuralentropy.events.Absent;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Writes JSON fields, leaving out what is absent. Numbers that are not finite become strings. */
final class JsonOut {
    private final JsonGenerator json;

    JsonOut(JsonGenerator json) {
        this.json = json;
    }

    void begin() throws IOException {
        json.writeStartObject();
    }

    void begin(String field) throws IOException {
        json.writeObjectFieldStart(field);
    }

    void end() throws IOException {
        json.writeEndObject();
    }

    void beginArray(String field) throws IOException {
        json.writeArrayFieldStart(field);
    }

    void endArray() throws IOException {
        json.writeEndArray();
    }

    void nothing() throws IOException {
        json.writeNull();
    }

    void text(String field, String text) throws IOException {
        if (text != null) {
            json.writeStringField(field, text);
        }
    }

    void integer(String field, long number) throws IOException {
        json.writeNumberField(field, number);
    }

    /** Leaves 0 out. */
    void count(String field, long number) throws IOException {
        if (number != 0) {
            json.writeNumberField(field, number);
        }
    }

    void number(String field, double number) throws IOException {
        if (Absent.isPresent(number)) {
            json.writeNumberField(field, number);
        }
    }

    void integers(String field, long[] numbers) throws IOException {
        if (numbers != null) {
            beginArray(field);
            for (long number : numbers) {
                json.writeNumber(number);
            }
            endArray();
        }
    }

    void numbers(String field, double[] numbers) throws IOException {
        if (numbers != null) {
            beginArray(field);
            for (double number : numbers) {
                json.writeNumber(number);
            }
            endArray();
        }
    }

    /** Like {@link #numbers(String, double[])}, with null for an absent entry. */
    void column(String field, double[] numbers) throws IOException {
        if (numbers != null) {
            beginArray(field);
            for (double number : numbers) {
                if (Absent.isPresent(number)) {
                    json.writeNumber(number);
                } else {
                    json.writeNull();
                }
            }
            endArray();
        }
    }

    void numbers(String field, Map<String, Double> numbers) throws IOException {
        if (!numbers.isEmpty()) {
            begin(field);
            entries(numbers);
            end();
        }
    }

    void entries(Map<String, Double> numbers) throws IOException {
        for (Map.Entry<String, Double> entry : sorted(numbers).entrySet()) {
            number(entry.getKey(), entry.getValue());
        }
    }

    void texts(String field, Map<String, String> texts) throws IOException {
        if (!texts.isEmpty()) {
            begin(field);
            for (Map.Entry<String, String> entry : sorted(texts).entrySet()) {
                text(entry.getKey(), entry.getValue());
            }
            end();
        }
    }

    void columns(String field, Map<String, double[]> columns) throws IOException {
        if (!columns.isEmpty()) {
            begin(field);
            for (Map.Entry<String, double[]> entry : sorted(columns).entrySet()) {
                column(entry.getKey(), entry.getValue());
            }
            end();
        }
    }

    /** Immutable maps come in another order in each JVM. */
    private static <V> Map<String, V> sorted(Map<String, V> map) {
        return map.size() < 2 ? map : new TreeMap<>(map);
    }
}
