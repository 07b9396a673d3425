package io.neuralentropy.standalone.reproduce;

import java.util.List;

/** An experiment of the paper. */
public interface Experiment {
    /** As in {@code neural-entropy reproduce NAME}. */
    String name();

    /** All runs that it takes, in the order in which they are run. */
    List<RunPlan> runs(Scope scope);

    /**
     * Tables and pictures of what there is.
     *
     * @param results of some or all of the runs, at least one; as long as any scope had them
     */
    Report report(List<RunResult> results);
}
