package io.neuralentropy.events.topics;

import java.util.List;

/** Names of the protocol's topics. */
public final class Topics {
    /** What training loops say; key = run id, value = one JSON event. */
    public static final String EVENTS = "neural-entropy.events";

    /**
     * Events that arrived in a partition that is not their key's, on their way to the one that is; as many partitions as
     * {@link #EVENTS}.
     */
    public static final String REROUTED = "neural-entropy.rerouted-events";

    /** Latest snapshot of each run; compacted. */
    public static final String RUN_METRICS = "neural-entropy.run-metrics";

    /** Curves of runs; compacted, as many partitions as {@link #RUN_METRICS}. */
    public static final String RUN_CURVES = "neural-entropy.run-curves";

    /** Each change of a run's state. */
    public static final String RUN_STATES = "neural-entropy.run-states";

    /** What was refused: original key and bytes, with headers that say why and from where. */
    public static final String DEAD_LETTERS = "neural-entropy.dead-letters";

    /** What each run last told its group; compacted. */
    public static final String GROUP_RUNS = "neural-entropy.group-runs";

    private Topics() {}

    /** All of them. */
    static List<String> all() {
        return List.of(EVENTS, REROUTED, RUN_METRICS, RUN_CURVES, RUN_STATES, DEAD_LETTERS, GROUP_RUNS);
    }
}
