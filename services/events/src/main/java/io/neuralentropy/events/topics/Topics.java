package io.neuralentropy.events.topics;

/** Names of the protocol's topics. */
public final class Topics {
    /** What training loops say; key = run id, value = one JSON event. */
    public static final String EVENTS = "neural-entropy.events";

    /** Latest snapshot of each run, without its curve; compacted. */
    public static final String RUN_METRICS = "neural-entropy.run-metrics";

    /** Latest curve of each run, in blocks; compacted. */
    public static final String RUN_CURVES = "neural-entropy.run-curves";

    /** Each change of a run's state. */
    public static final String RUN_STATES = "neural-entropy.run-states";

    /** What was refused: original key and bytes, with headers that say why and from where. */
    public static final String DEAD_LETTERS = "neural-entropy.dead-letters";

    /** What each run last told its group; compacted. */
    public static final String GROUP_RUNS = "neural-entropy.group-runs";

    private Topics() {}
}
