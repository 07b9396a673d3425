package io.neuralentropy.events.codec;

import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import java.io.IOException;

final class CheckpointBody implements Body {
    private long step = -1;

    @Override
    public void read(String field, JsonIn in) throws IOException {
        if (field.equals("step")) {
            step = in.integer(field, 0);
        } else {
            in.unknown(field);
        }
    }

    @Override
    public void check(JsonIn in) {
        Shapes.require(in, "step", step >= 0);
    }

    @Override
    public Event build(Origin origin) {
        return new Checkpoint(origin, step);
    }
}
