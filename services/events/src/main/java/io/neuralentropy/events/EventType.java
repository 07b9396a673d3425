package io.neuralentropy.events;

/** The event types of protocol version 1. */
public enum EventType {
    RUN_STARTED("run.started"),
    STEP("step"),
    STEPS("steps"),
    CHECKPOINT("checkpoint"),
    EVALUATION("evaluation"),
    RUN_FINISHED("run.finished");

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    /** The value of the JSON field {@code type}. */
    public String wireName() {
        return wireName;
    }
}
