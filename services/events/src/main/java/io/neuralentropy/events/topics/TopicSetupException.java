package io.neuralentropy.events.topics;

/** The topics are not there and could not be made. The message is one line and says what to do. */
public final class TopicSetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
