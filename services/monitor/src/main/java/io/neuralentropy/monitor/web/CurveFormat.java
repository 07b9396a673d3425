package io.neuralentropy.monitor.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.function.IntToLongFunction;

/** The whole curve of a run by columns: as JSON arrays, or as CSV with one line per bucket of steps. */
final class CurveFormat {
    private CurveFormat() {}

    /** Unknown entries are null; columns with nothing known are left out. */
    static byte[] json(RunSnapshot run) {
        return Json.bytes(json -> {
            Curve curve = run.curve();
            json.writeStartObject();
            json.writeStringField("run", run.run());
            longs(json, "step", curve, curve::last);
            longs(json, "first", curve, curve::first);
            longs(json, "steps", curve, curve::steps);
            for (CurveColumn column : CurveColumn.knownIn(curve)) {
                doubles(json, column, curve);
            }
            json.writeEndObject();
        });
    }

    private static void longs(JsonGenerator json, String name, Curve curve, IntToLongFunction value)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (int i = 0; i < curve.size(); i++) {
            json.writeNumber(value.applyAsLong(i));
        }
        json.writeEndArray();
    }

    private static void doubles(JsonGenerator json, CurveColumn column, Curve curve) throws IOException {
        json.writeArrayFieldStart(column.name());
        for (int i = 0; i < curve.size(); i++) {
            Json.numberOrNull(json, column.reader().at(curve, i));
        }
        json.writeEndArray();
    }

    /** A heading, then one line per bucket; unknown entries are empty. */
    static byte[] csv(RunSnapshot run) {
        Curve curve = run.curve();
        List<CurveColumn> columns = CurveColumn.knownIn(curve);
        var text = new StringBuilder("step,first,steps");
        for (CurveColumn column : columns) {
            text.append(',').append(column.name());
        }
        text.append('\n');
        for (int i = 0; i < curve.size(); i++) {
            line(text, curve, columns, i);
        }
        return Replies.utf8(text.toString());
    }

    private static void line(StringBuilder text, Curve curve, List<CurveColumn> columns, int bucket) {
        text.append(curve.last(bucket)).append(',').append(curve.first(bucket));
        text.append(',').append(curve.steps(bucket));
        for (CurveColumn column : columns) {
            double value = column.reader().at(curve, bucket);
            text.append(',');
            if (!Double.isNaN(value)) {
                text.append(value);
            }
        }
        text.append('\n');
    }
}
