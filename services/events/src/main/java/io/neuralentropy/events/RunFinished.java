package io.neuralentropy.events;

/**
 * The last event of a run.
 *
 * @param status how it ended
 * @param reason in words; null where not said
 * @param step steps done; 0 where not said
 */
public record RunFinished(Origin origin, Status status, String reason, long step) implements Event {

    /** How a run may end. */
    public enum Status {
        COMPLETED("completed"),
        FAILED("failed"),
        STOPPED("stopped");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }

        /** The value of the JSON field {@code status}. */
        public String wireName() {
            return wireName;
        }

        /** The status of this name; null where the protocol has none. */
        public static Status ofWireName(String name) {
            for (Status status : values()) {
                if (status.wireName.equals(name)) {
                    return status;
                }
            }
            return null;
        }
    }

    @Override
    public EventType type() {
        return EventType.RUN_FINISHED;
    }

    @Override
    public RunFinished at(long time) {
        return new RunFinished(origin.at(time), status, reason, step);
    }
}
