package io.neuralentropy.monitor.web;

/** The HTTP server could not start. The message is one line that says what to do. */
public final class WebStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WebStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
