package io.neuralentropy.events.emitter;

/** The emitter's settings cannot work. The message is one line and says what to do. */
public final class EmitterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmitterException(String message, Throwable cause) {
        super(message, cause);
    }
}
