package io.neuralentropy.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.Pause;
import io.neuralentropy.monitor.snapshot.Standing;
import io.neuralentropy.monitor.snapshot.StateChange;
import java.io.IOException;

/** Where a run stands, as members of a run. */
final class StandingJson {
    private StandingJson() {}

    static void write(JsonGenerator json, Standing standing) throws IOException {
        json.writeStringField(RunJson.STATE, standing.state().wireName());
        Json.number(json, "silentFor", standing.silentFor());
        paused(json, standing.paused());
        capacity(json, standing);
        verdict(json, standing);
        Json.number(json, "saturatedSteps", standing.saturatedSteps());
        Json.number(json, "saturatedSeconds", standing.saturatedSeconds());
        Json.number(json, "saturatedJoules", standing.saturatedJoules());
        Json.count(json, "spikes", standing.spikes());
    }

    private static void paused(JsonGenerator json, Pause paused) throws IOException {
        if (paused != null) {
            json.writeObjectFieldStart("paused");
            Json.text(json, "reason", paused.reason());
            json.writeNumberField("since", paused.since());
            Json.number(json, "seconds", paused.seconds());
            json.writeEndObject();
        }
    }

    private static void capacity(JsonGenerator json, Standing standing) throws IOException {
        Capacity capacity = standing.capacity();
        json.writeObjectFieldStart("capacity");
        if (capacity.withheld() == null) {
            Json.number(json, "value", capacity.nats().value());
            Json.number(json, "standardError", capacity.nats().standardError());
            Json.number(json, "utilization", standing.utilization());
            Json.number(json, "stepsTo95", capacity.stepsTo95());
        } else {
            json.writeStringField("withheld", capacity.withheld().reason());
        }
        json.writeEndObject();
    }

    /** The test behind the state: ρ ± h against δ. */
    private static void verdict(JsonGenerator json, Standing standing) throws IOException {
        json.writeObjectFieldStart("verdict");
        Json.number(json, "gain", standing.gain());
        Json.number(json, "halfWidth", standing.halfWidth());
        Json.number(json, "delta", standing.delta());
        Json.number(json, "stepsToVerdict", standing.stepsToVerdict());
        json.writeEndObject();
    }

    static void writeChanges(JsonGenerator json, Standing standing) throws IOException {
        json.writeArrayFieldStart("states");
        for (StateChange change : standing.changes()) {
            json.writeStartObject();
            json.writeNumberField("step", change.step());
            json.writeStringField("state", change.to().wireName());
            json.writeNumberField("time", change.time());
            json.writeStringField("reason", change.reason());
            json.writeNumberField("late", change.late());
            numbers(json, change);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What the change was decided on. */
    static void numbers(JsonGenerator json, StateChange change) throws IOException {
        Json.number(json, "level", change.level());
        Json.number(json, "gain", change.gain());
        Json.number(json, "halfWidth", change.halfWidth());
        Json.number(json, "delta", change.delta());
    }
}
