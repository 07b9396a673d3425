package io.neuralentropy.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.Standing;
import io.neuralentropy.monitor.snapshot.StateChange;
import java.io.IOException;

/** Where a run stands, as members of a run. */
final class StandingJson {
    static final String FOLLOWED = "followed";

    private StandingJson() {}

    static void write(JsonGenerator json, Standing standing) throws IOException {
        json.writeStringField(RunJson.STATE, standing.state().wireName());
        capacity(json, standing);
        verdict(json, standing);
        Json.number(json, "saturatedSteps", standing.saturatedSteps());
        Json.number(json, "saturatedSeconds", standing.saturatedSeconds());
        Json.number(json, "saturatedJoules", standing.saturatedJoules());
        Json.count(json, "spikes", standing.spikes());
        Json.count(json, "restarts", standing.restarts());
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
        json.writeStringField(FOLLOWED, standing.followed().wireName());
        Json.number(json, "gain", standing.gain());
        Json.number(json, "halfWidth", standing.halfWidth());
        Json.number(json, "delta", standing.delta());
        Json.number(json, "stepsToVerdict", standing.stepsToVerdict());
        if (standing.missing() != null) {
            json.writeStringField("missing", standing.missing().text());
        }
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
            json.writeStringField(FOLLOWED, change.followed().wireName());
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
