package io.neuralentropy.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * A value of the topic of run metrics (see {@link RunJson#record}) taken apart into what the API answers, each a JSON
 * object. Every method throws {@link IllegalArgumentException} where the value is none.
 */
public final class RunRecord {
    private static final Set<String> NOT_IN_FULL = Set.of(RunJson.CURVE, RunJson.LIVE);
    private static final Set<String> NOT_IN_SUMMARY =
            Set.of(RunJson.CURVE, RunJson.LIVE, "states", "ranks", "profile", "evaluations");

    private RunRecord() {}

    /** As in the list of runs, with {@code "live":false}. Reads the value to its end. */
    public static byte[] summary(byte[] value) {
        return without(NOT_IN_SUMMARY, value);
    }

    /** All but the curve, likewise. */
    public static byte[] full(byte[] value) {
        return without(NOT_IN_FULL, value);
    }

    private static byte[] without(Set<String> leftOut, byte[] value) {
        return read(value, in -> Json.bytes(out -> copy(in, out, leftOut)));
    }

    private static void copy(JsonParser in, JsonGenerator out, Set<String> leftOut) throws IOException {
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (leftOut.contains(name)) {
                in.skipChildren();
            } else {
                out.writeFieldName(name);
                out.copyCurrentStructure(in);
                if (name.equals("run")) {
                    out.writeBooleanField(RunJson.LIVE, false);
                }
            }
        }
        out.writeEndObject();
    }

    /** The curve alone. */
    public static byte[] curve(byte[] value) {
        return read(value, in -> {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                if (name.equals(RunJson.CURVE)) {
                    return Json.bytes(out -> out.copyCurrentStructure(in));
                }
                in.skipChildren();
            }
            throw new IllegalArgumentException("no curve in a record of run metrics");
        });
    }

    private interface Reader {
        byte[] read(JsonParser in) throws IOException;
    }

    private static byte[] read(byte[] value, Reader reader) {
        try (JsonParser in = Json.parser(value)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no object in a record of run metrics");
            }
            return reader.read(in);
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException("no JSON in a record of run metrics", e);
        }
    }
}
