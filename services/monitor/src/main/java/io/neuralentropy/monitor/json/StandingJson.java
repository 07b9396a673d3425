package io.neuralentropy.monitor.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.Pause;
import io.neuralentropy.monitor.snapshot.Standing;
import io.neuralentropy.monitor.snapshot.StateChange;
import java.io.IOException;

/** Where a run stands, as members of a run. */
final class StandingJson {
    static final String FOLLOWED = "followed";

    private StandingJson() {}

    static void write(JsonGenerator json, Standing standing) throws IOException {
        json.writeStringField(RunJson.STATE, standing.state().wireName());
        if (standing.reason() != null) {
            json.writeStringField("stateReason", standing.reason());
        }
        Json.number(json, "silentFor", standing.silence().seconds());
        paused(json, standing.silence().paused());
        capacity(json, standing);
        verdict(json, standing.verdict());
        Json.number(json, "saturatedSteps", standing.saturated().steps());
        Json.number(json, "saturatedSeconds", standing.saturated().seconds());
        Json.number(json, "saturatedJoules", standing.saturated().joules());
        Json.count(json, "spikes", standing.spikes());
        Json.count(json, "restarts", standing.restarts());
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
    private static void verdict(JsonGenerator json, Standing.Verdict verdict) throws IOException {
        json.writeObjectFieldStart("verdict");
        json.writeStringField(FOLLOWED, verdict.followed().wireName());
        Json.number(json, "gain", verdict.gain());
        Json.number(json, "halfWidth", verdict.halfWidth());
        Json.number(json, "delta", verdict.delta());
        Json.number(json, "stepsToVerdict", verdict.stepsToVerdict());
        if (verdict.missing() != null) {
            json.writeStringField("missing", verdict.missing().text());
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
