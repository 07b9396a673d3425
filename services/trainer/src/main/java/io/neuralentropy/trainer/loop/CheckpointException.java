package io.neuralentropy.trainer.loop;

/** A checkpoint that cannot be written, read or used. The message is one line, for a user, and says what to do. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CheckpointException(String message) {
        super(message);
    }

    CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
