package io.neuralentropy.monitor.json;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.StateNews;

/** A record of the topic of run states. {@code state-change.schema.json} of the event protocol says it to readers. */
public final class StateNewsJson {
    private static final int SCHEMA = 1;

    private StateNewsJson() {}

    /** @param application that tells it: monitors that share no runs may write to one topic */
    public static byte[] bytes(StateNews news, String application) {
        StateChange change = news.change();
        Estimate capacity = news.capacity();
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            json.writeStringField("run", news.run());
            json.writeNumberField("attempt", news.attempt());
            json.writeStringField("application", application);
            json.writeNumberField("place", news.place());
            json.writeNumberField("step", change.step());
            json.writeNumberField("time", change.time());
            json.writeStringField("from", change.from().wireName());
            json.writeStringField("state", change.to().wireName());
            json.writeStringField("cause", change.cause().wireName());
            json.writeStringField("reason", change.reason());
            json.writeStringField(StandingJson.FOLLOWED, change.followed().wireName());
            json.writeNumberField("late", change.late());
            StandingJson.numbers(json, change);
            Json.number(json, "levelError", change.levelError());
            Json.number(json, "reference", change.reference());
            Json.number(json, "share", change.share());
            Json.number(json, "capacity", capacity.value());
            Json.number(json, "capacityStandardError", capacity.standardError());
            json.writeEndObject();
        });
    }
}
