package io.neuralentropy.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.neuralentropy.monitor.snapshot.GroupRun;
import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import io.neuralentropy.monitor.snapshot.StorageLaw;
import java.io.IOException;
import java.util.List;

/** Groups in JSON: points and storage laws. Unknown values are left out. */
public final class GroupJson {
    private GroupJson() {}

    /** An array of groups. */
    public static byte[] write(List<GroupSnapshot> groups) {
        return Json.bytes(json -> {
            json.writeStartArray();
            for (GroupSnapshot group : groups) {
                group(json, group);
            }
            json.writeEndArray();
        });
    }

    private static void group(JsonGenerator json, GroupSnapshot group) throws IOException {
        json.writeStartObject();
        json.writeStringField("group", group.group());
        json.writeObjectFieldStart("storageLaw");
        law(json, "neuralEntropy", group.neural());
        law(json, "learnedEntropy", group.learned());
        json.writeEndObject();
        json.writeArrayFieldStart("runs");
        for (GroupRun run : group.runs()) {
            run(json, run);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void law(JsonGenerator json, String name, StorageLaw law) throws IOException {
        if (law.isKnown()) {
            json.writeObjectFieldStart(name);
            Json.estimate(json, "slope", law.slope());
            Json.estimate(json, "intercept", law.intercept());
            json.writeNumberField("runs", law.runs());
            json.writeEndObject();
        }
    }

    private static void run(JsonGenerator json, GroupRun run) throws IOException {
        json.writeStartObject();
        json.writeStringField("run", run.run());
        json.writeNumberField("attempt", run.attempt());
        json.writeNumberField("step", run.step());
        json.writeNumberField("datasetSize", run.datasetSize());
        Json.estimate(json, "neuralEntropy", run.neuralEntropy());
        Json.estimate(json, "learnedEntropy", run.learnedEntropy());
        json.writeEndObject();
    }
}
