package io.neuralentropy.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.neuralentropy.monitor.compare.ComparedRun;
import io.neuralentropy.monitor.snapshot.Curve;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole curve of a run by named columns, one entry per bucket of steps, NaN where unknown; columns in which nothing is
 * known are absent. Written as JSON or CSV and read back from its JSON. Immutable but for its arrays, which nobody may
 * change.
 */
public final class CurveTable {
    private static final List<String> WHOLE = List.of("step", "first", "steps", "samples");

    private final String run;
    private final Map<String, double[]> columns;

    private CurveTable(String run, Map<String, double[]> columns) {
        this.run = run;
        this.columns = columns;
    }

    /** The columns of a curve. */
    public static CurveTable of(String run, Curve curve) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (CurveColumn column : CurveColumn.ALL) {
            add(columns, column.name(), column.reader().of(curve));
        }
        return new CurveTable(run, columns);
    }

    /** Number of buckets. */
    public int size() {
        return columns.get("step").length;
    }

    /** A column by its name in the API, all NaN where it is absent. */
    public double[] column(String name) {
        double[] values = columns.get(name);
        if (values != null) {
            return values;
        }
        double[] unknown = new double[size()];
        Arrays.fill(unknown, Double.NaN);
        return unknown;
    }

    /** Whether all columns are of one length, as they are in what {@link #json} writes. */
    boolean isEven() {
        return columns.values().stream().allMatch(values -> values.length == size());
    }

    String run() {
        return run;
    }

    /** Some of the buckets, as a table that leaves out what is unknown of all of them. */
    CurveTable rows(int from, int to) {
        Map<String, double[]> part = new LinkedHashMap<>();
        columns.forEach((name, values) -> add(part, name, Arrays.copyOfRange(values, from, to)));
        return new CurveTable(run, part);
    }

    /** The buckets of one table after the other; columns that have no name of {@link CurveColumn} are left out. */
    static CurveTable joined(String run, List<CurveTable> parts) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (CurveColumn column : CurveColumn.ALL) {
            add(
                    columns,
                    column.name(),
                    parts.stream()
                            .flatMapToDouble(part -> Arrays.stream(part.column(column.name())))
                            .toArray());
        }
        return new CurveTable(run, columns);
    }

    private static void add(Map<String, double[]> columns, String name, double[] values) {
        if (CurveColumn.ALWAYS.contains(name) || Arrays.stream(values).anyMatch(value -> !Double.isNaN(value))) {
            columns.put(name, values);
        }
    }

    /** As a comparison needs it. */
    public ComparedRun compared(double totalEntropy) {
        return new ComparedRun(
                run,
                column("first"),
                column("step"),
                column("samples"),
                column("seconds"),
                column("neuralEntropy"),
                column("learnedEntropy"),
                column("loss"),
                totalEntropy);
    }

    /** One object: unknown entries are null. */
    public byte[] json() {
        return Json.bytes(this::write);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("run", run);
        writeColumns(json);
        json.writeEndObject();
    }

    void writeColumns(JsonGenerator json) throws IOException {
        for (Map.Entry<String, double[]> column : columns.entrySet()) {
            json.writeArrayFieldStart(column.getKey());
            boolean whole = WHOLE.contains(column.getKey());
            for (double value : column.getValue()) {
                if (whole && !Double.isNaN(value)) {
                    json.writeNumber((long) value);
                } else {
                    Json.numberOrNull(json, value);
                }
            }
            json.writeEndArray();
        }
    }

    /** A heading, then one line per bucket; unknown entries are empty. */
    public byte[] csv() {
        StringBuilder text = new StringBuilder(String.join(",", columns.keySet())).append('\n');
        for (int i = 0; i < size(); i++) {
            boolean first = true;
            for (Map.Entry<String, double[]> column : columns.entrySet()) {
                text.append(first ? "" : ",");
                first = false;
                append(text, column.getValue()[i], WHOLE.contains(column.getKey()));
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder text, double value, boolean whole) {
        if (!Double.isNaN(value)) {
            if (whole) {
                text.append((long) value);
            } else {
                text.append(value);
            }
        }
    }

    /** Reads what {@link #json} wrote; members that are no arrays of numbers are passed over. */
    public static CurveTable read(byte[] bytes) {
        try (JsonParser parser = Json.parser(bytes)) {
            Map<String, double[]> columns = new LinkedHashMap<>();
            CurveColumn.ALWAYS.forEach(name -> columns.put(name, new double[0]));
            String run = "";
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    columns.put(name, numbers(parser));
                } else if (name.equals("run")) {
                    run = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            return new CurveTable(run, columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it was written by us
        }
    }

    private static double[] numbers(JsonParser parser) throws IOException {
        double[] values = new double[64];
        int size = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = number(parser);
        }
        return Arrays.copyOf(values, size);
    }

    static double number(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_STRING -> Double.parseDouble(parser.getText());
            default -> Double.NaN;
        };
    }
}
