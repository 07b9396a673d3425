package io.neuralentropy.monitor.snapshot;

import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;

/**
 * What must be known of a run's record in the topic of run metrics before another one may replace it.
 *
 * @param application that wrote it; empty where it does not say, as earlier versions did not
 * @param steps ever taken into its numbers, see {@link #steps(StepCounts)}; 0 where there is no record
 * @param isDescribed whether it holds what a {@code run.started} said
 * @param curveBlocks bit b: whether block b of the curve is in the topic of run curves
 */
public record PublishedRun(String application, long steps, boolean isDescribed, long curveBlocks) {
    /** Nothing is in the topics. */
    public static final PublishedRun NONE = new PublishedRun("", 0, false, 0);

    /**
     * Steps that a run's numbers were ever drawn from, also those that a later attempt has superseded: unlike the accepted
     * ones alone they do not become fewer when a run resumes from a checkpoint.
     */
    public static long steps(StepCounts counts) {
        return counts.accepted() + counts.superseded();
    }

    /** Whether something would be lost if this run's snapshot replaced the record. */
    public boolean knowsMoreThan(RunSnapshot run) {
        return steps > steps(run.counts()) || isDescribed && run.about() == null;
    }

    /** The same with other blocks of the curve. */
    public PublishedRun curveBlocks(long blocks) {
        return new PublishedRun(application, steps, isDescribed, blocks);
    }
}
