package io.neuralentropy.trainer.network;

/** PyTorch's natives cannot be loaded here. The message is one line, for a user. */
public final class EngineUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineUnavailableException(String message) {
        super(message);
    }
}
