package io.neuralentropy.events.codec;

/** Why an event is refused. {@link #label} is the value of the metric label and the header {@code reason}. */
public enum Reason {
    MALFORMED_JSON("malformed-json"),
    TOO_LARGE("too-large"),
    UNSUPPORTED_SCHEMA("unsupported-schema"),
    MISSING_FIELD("missing-field"),
    WRONG_TYPE("wrong-type"),
    OUT_OF_RANGE("out-of-range"),
    KEY_MISMATCH("key-mismatch");

    private final String label;

    Reason(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
