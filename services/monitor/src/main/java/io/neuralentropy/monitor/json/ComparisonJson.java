package io.neuralentropy.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.neuralentropy.monitor.compare.Axis;
import io.neuralentropy.monitor.compare.Comparison;
import io.neuralentropy.monitor.compare.Comparison.Equal;
import io.neuralentropy.monitor.compare.Comparison.Reach;
import io.neuralentropy.monitor.compare.Comparison.Reached;
import io.neuralentropy.monitor.compare.Comparison.Values;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A comparison of runs as one JSON object. Unknown values are left out. */
public final class ComparisonJson {
    private ComparisonJson() {}

    /**
     * Writes it.
     *
     * @param runs ids in the order of the comparison, each with its summary
     */
    public static byte[] write(Map<String, byte[]> runs, Comparison comparison) {
        List<String> ids = List.copyOf(runs.keySet());
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("runs");
            for (byte[] summary : runs.values()) {
                Json.raw(json, summary);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("equal");
            for (Map.Entry<Axis, Equal> equal : comparison.equal().entrySet()) {
                equal(json, equal.getKey(), equal.getValue(), ids);
            }
            json.writeEndObject();
            reached(json, comparison.reached(), ids);
            json.writeEndObject();
        });
    }

    private static void equal(JsonGenerator json, Axis axis, Equal equal, List<String> ids) throws IOException {
        if (Double.isNaN(equal.place())) {
            return;
        }
        json.writeObjectFieldStart(axis.wireName());
        Json.number(json, "at", equal.place());
        json.writeArrayFieldStart("runs");
        for (int i = 0; i < ids.size(); i++) {
            Values values = equal.values().get(i);
            json.writeStartObject();
            json.writeStringField("run", ids.get(i));
            Json.number(json, "neuralEntropy", values.neuralEntropy());
            Json.number(json, "learnedEntropy", values.learnedEntropy());
            Json.number(json, "encodingEfficiency", values.efficiency());
            Json.number(json, "learnedRatio", values.learnedRatio());
            Json.number(json, "loss", values.loss());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void reached(JsonGenerator json, List<Reached> reached, List<String> ids) throws IOException {
        json.writeArrayFieldStart("reached");
        for (int i = 0; i < ids.size(); i++) {
            json.writeStartObject();
            json.writeStringField("run", ids.get(i));
            levels(json, "encodingEfficiency", reached.get(i).efficiencies());
            levels(json, "neuralEntropy", reached.get(i).entropies());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void levels(JsonGenerator json, String name, List<Reach> levels) throws IOException {
        json.writeArrayFieldStart(name);
        for (Reach reach : levels) {
            json.writeStartObject();
            Json.number(json, "level", reach.level());
            Json.number(json, "steps", reach.steps());
            Json.number(json, "samples", reach.samples());
            Json.number(json, "seconds", reach.seconds());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
