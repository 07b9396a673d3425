package io.neuralentropy.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.neuralentropy.monitor.snapshot.PublishedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/**
 * A value of the topic of run metrics (see {@link RunJson#record}) taken apart into what the API answers, each a JSON
 * object. Every method throws {@link IllegalArgumentException} where the value is none.
 */
public final class RunRecord {
    private static final Set<String> NOT_IN_FULL = Set.of(RunJson.CURVE, RunJson.LIVE, RunJson.APPLICATION);
    private static final Set<String> NOT_IN_SUMMARY =
            Set.of(RunJson.CURVE, RunJson.LIVE, RunJson.APPLICATION, "states", "ranks", "profile", "evaluations");

    /** Members that only a {@code run.started} can have said. */
    private static final Set<String> DESCRIPTION = Set.of(
            "name",
            RunJson.GROUP,
            "labels",
            "model",
            "parameters",
            "objective",
            "process",
            "logSnrRange",
            "dimension",
            "dataset",
            "batchSize",
            "follow",
            "plannedSteps",
            "logEvery",
            RunJson.TOTAL_ENTROPY,
            "totalEntropyUpper",
            "gaussianEntropy");

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

    /** What must be known of a record before another may replace it; also checks that it is of that run. */
    public static PublishedRun published(String run, byte[] value) {
        return read(value, in -> published(run, in));
    }

    private static PublishedRun published(String run, JsonParser in) throws IOException {
        String named = "";
        String application = "";
        long steps = 0;
        boolean isDescribed = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "run" -> named = in.getText();
                case RunJson.APPLICATION -> application = in.getText();
                case RunJson.ACCEPTED_STEPS, RunJson.SUPERSEDED_STEPS -> steps += in.getLongValue();
                default -> isDescribed |= DESCRIPTION.contains(name);
            }
            in.skipChildren();
        }
        if (!named.equals(run)) {
            throw new IllegalArgumentException("a record of run metrics of another run than its key names");
        }
        return new PublishedRun(application, steps, isDescribed, 0);
    }

    /** The curve that a record of an earlier version holds; empty where it holds none that can be read. */
    public static Optional<byte[]> curve(byte[] value) {
        return read(value, RunRecord::curve).filter(RunRecord::isCurve);
    }

    private static boolean isCurve(byte[] value) {
        try {
            return CurveTable.read(value).isEven();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Optional<byte[]> curve(JsonParser in) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (name.equals(RunJson.CURVE)) {
                return Optional.of(Json.bytes(out -> out.copyCurrentStructure(in)));
            }
            in.skipChildren();
        }
        return Optional.empty();
    }

    private interface Reader<T> {
        T read(JsonParser in) throws IOException;
    }

    private static <T> T read(byte[] value, Reader<T> reader) {
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
