package io.neuralentropy.events.topics;

/** Kafka's clients wrap the one message that helps a user ("no such host") into several that do not. */
public final class RootCause {
    private RootCause() {}

    /** The first line of what the innermost cause says, as a sentence. */
    public static String sentence(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null
                ? ""
                : root.getMessage().lines().findFirst().orElse("").strip();
        String line = message.isEmpty() ? root.getClass().getSimpleName() : message;
        return line.endsWith(".") ? line : line + ".";
    }
}
