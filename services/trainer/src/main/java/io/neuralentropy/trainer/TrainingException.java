package io.neuralentropy.trainer;

/** A training that cannot be had as asked for. The message is one line, for a user, and says what to do. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
