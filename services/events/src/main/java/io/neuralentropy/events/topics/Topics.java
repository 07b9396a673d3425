package io.neuralentropy.events.topics;

/** Names of the protocol's topics. */
public final class Topics {
    /** What training loops say; key = run id, value = one JSON event. */
    public static final String EVENTS = "neural-entropy.events";

    /** Latest snapshot of each run; compacted. */
    public static final String RUN_METRICS = "neural-entropy.run-metrics";

    /** Each change of a run's state. */
    public static final String RUN_STATES = "neural-entropy.run-states";

    /** What was refused: original key and bytes, with headers that say why and from where. */
    public static final String DEAD_LETTERS = "neural-entropy.dead-letters";

    /** What each run last told its group; compacted. */
    public static final String GROUP_RUNS = "neural-entropy.group-runs";

    /** Events on their way from the partition that a client chose to the one that owns their run. */
    public static final String REROUTED = "neural-entropy.rerouted-events";

    private Topics() {}
}
