package io.neuralentropy.events.codec;

/** Hand-written events for tests: of run {@code r}, at time 1. */
final class Json {
    private Json() {}

    static String event(String type, String fields) {
        return "{\"schema\":1,\"type\":\"" + type + "\",\"run\":\"r\",\"time\":1"
                + (fields.isEmpty() ? "" : "," + fields) + "}";
    }

    static String step(String fields) {
        return event("step", fields);
    }
}
