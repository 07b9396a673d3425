package io.neuralentropy.standalone.cli;

/** A command failed for a reason that the user can do something about. The message is one line that says what. */
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CliException(String message) {
        super(message);
    }

    CliException(String message, Throwable cause) {
        super(message, cause);
    }
}
