package io.neuralentropy.trainer.data;

/** A data set that cannot be had as asked for; the message is one line for the user and says what to do. */
public final class DataSetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DataSetException(String message) {
        super(message);
    }

    public DataSetException(String message, Throwable cause) {
        super(message, cause);
    }
}
