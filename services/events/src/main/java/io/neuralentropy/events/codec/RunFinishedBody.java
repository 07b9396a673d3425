package io.neuralentropy.events.codec;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunFinished.Status;
import java.io.IOException;

final class RunFinishedBody implements Body {
    private String status;
    private String reason;
    private long step;

    @Override
    public void read(String field, JsonIn in) throws IOException {
        switch (field) {
            case "status" -> status = in.oneOf(field, "completed", "failed", "stopped");
            case "reason" -> reason = in.text(field);
            case "step" -> step = in.integer(field, 0);
            default -> in.unknown(field);
        }
    }

    @Override
    public void check(JsonIn in) {
        Shapes.require(in, "status", status != null);
    }

    @Override
    public Event build(Origin origin) {
        return new RunFinished(origin, Status.ofWireName(status), reason, step);
    }
}
