package io.neuralentropy.monitor.snapshot;

/** What is kept per bucket of steps. */
public enum Quantity {
    /** S_NN, nats. */
    NEURAL_ENTROPY("neuralEntropy"),
    /** S_lin, nats. */
    LEARNED_ENTROPY("learnedEntropy"),
    LOSS("loss"),
    GRADIENT_NORM("gradientNorm");

    private final String wireName;

    Quantity(String wireName) {
        this.wireName = wireName;
    }

    /** The name of it in events and in the API. */
    public String wireName() {
        return wireName;
    }
}
