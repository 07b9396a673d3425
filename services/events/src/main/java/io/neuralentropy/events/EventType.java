package io.neuralentropy.events;

/** The event types of protocol version 1. */
public enum EventType {
    RUN_STARTED("run.started"),
    STEP("step"),
    STEPS("steps"),
    CHECKPOINT("checkpoint"),
    EVALUATION("evaluation"),
    RUN_PAUSED("run.paused"),
    RUN_FINISHED("run.finished");

    private static final EventType[] KNOWN = values();

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    /** The value of the JSON field {@code type}. */
    public String wireName() {
        return wireName;
    }

    /** The type of this name; null where the protocol has none. */
    public static EventType ofWireName(String name) {
        for (EventType type : KNOWN) {
            if (type.wireName.equals(name)) {
                return type;
            }
        }
        return null;
    }
}
