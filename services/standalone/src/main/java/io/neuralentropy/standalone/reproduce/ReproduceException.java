package io.neuralentropy.standalone.reproduce;

/** An experiment cannot be run or shown for a reason that the user can do something about. One line that says what. */
public final class ReproduceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReproduceException(String message) {
        super(message);
    }

    ReproduceException(String message, Throwable cause) {
        super(message, cause);
    }
}
