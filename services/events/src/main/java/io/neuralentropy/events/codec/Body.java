package io.neuralentropy.events.codec;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.EventType;
import io.neuralentropy.events.Origin;
import java.io.IOException;

/** What one type of event says beyond the common fields. A new one is made for each event: nothing is carried over. */
interface Body {

    /** Reads a field; skips it where this type has no such field. */
    void read(String field, JsonIn in) throws IOException;

    /** Checks what only the whole can show: required fields, lengths, order. */
    void check(JsonIn in);

    /** Called after {@link #check} found no fault. */
    Event build(Origin origin);

    /** For the type of this name; null where the protocol has none. */
    static Body of(String type) {
        EventType known = EventType.ofWireName(type);
        if (known == null) {
            return null;
        }
        return switch (known) {
            case RUN_STARTED -> new RunStartedBody();
            case STEP -> new StepBody();
            case STEPS -> new StepsBody();
            case CHECKPOINT -> new CheckpointBody();
            case EVALUATION -> new EvaluationBody();
            case RUN_PAUSED -> new RunPausedBody();
            case RUN_FINISHED -> new RunFinishedBody();
        };
    }
}
