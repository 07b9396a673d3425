package io.neuralentropy.monitor.snapshot;

/**
 * How a run fares. {@link #STALLED} is no verdict and hides none: it is the name under which filters and metrics find the runs that
 * are silent, beside their states ({@link Standing#isIn}).
 */
public enum TrainingState {
    /** Neither growth nor saturation has been shown yet. */
    WARMING_UP("warming-up"),
    /** Shown to gain more than δ per doubling of the steps, or not shown to have stopped. */
    ABSORBING("absorbing"),
    /** Shown to gain less than δ per doubling: an equivalence test, not the absence of a significant slope. */
    SATURATED("saturated"),
    /** Fell below its best level. */
    DECLINING("declining"),
    /** Loss or entropy is not a number, or exploded and stayed up. */
    DIVERGED("diverged"),
    /** No event for longer than is usual for the run, whatever its state. */
    STALLED("stalled"),
    /** Ended as wanted. */
    FINISHED("finished"),
    /** Ended by an error. */
    FAILED("failed");

    private final String wireName;

    TrainingState(String wireName) {
        this.wireName = wireName;
    }

    /** Its name in metrics, API and events. */
    public String wireName() {
        return wireName;
    }

    /** Whether the run is over. */
    public boolean isEnd() {
        return this == FINISHED || this == FAILED;
    }
}
