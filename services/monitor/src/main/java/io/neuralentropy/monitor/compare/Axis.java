package io.neuralentropy.monitor.compare;

/** Along what runs are set equal. */
public enum Axis {
    /** Optimizer steps. */
    STEPS("steps"),
    /** Data points trained on, over all ranks. */
    SAMPLES("samples"),
    /** Seconds of training as one rank sees it: durations of steps, pauses between attempts left out. */
    SECONDS("seconds");

    private final String wireName;

    Axis(String wireName) {
        this.wireName = wireName;
    }

    /** The name of it in the API. */
    public String wireName() {
        return wireName;
    }
}
