package io.neuralentropy.monitor;

/** The monitor cannot start or go on; the message is one line that says what to do. */
public final class MonitorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MonitorException(String message) {
        super(message);
    }
}
