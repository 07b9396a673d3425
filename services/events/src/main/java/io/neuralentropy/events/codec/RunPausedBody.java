package io.neuralentropy.events.codec;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunPaused;
import java.io.IOException;

final class RunPausedBody implements Body {
    private String reason;
    private double seconds = Absent.NUMBER;
    private long step;

    @Override
    public void read(String field, JsonIn in) throws IOException {
        switch (field) {
            case "reason" -> reason = in.text(field, RunPaused.MAX_REASON);
            case "seconds" -> seconds = in.number(field, Range.POSITIVE);
            case "step" -> step = in.integer(field, 0);
            default -> in.unknown(field);
        }
    }

    @Override
    public void check(JsonIn in) {
        // nothing is required
    }

    @Override
    public Event build(Origin origin) {
        return new RunPaused(origin, reason, seconds, step);
    }
}
