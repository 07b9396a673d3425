package io.neuralentropy.trainer;

import io.neuralentropy.events.EntropyEstimate;

/**
 * How far a training is; immutable.
 *
 * @param step steps done
 * @param loss mean over the recent steps (at most {@value ProgressWindow#STEPS}); NaN before the first
 * @param neuralEntropy S_NN over them, nats; null before the first
 * @param learnedEntropy S_lin over them, nats; null before the first
 * @param totalEntropy S_tot, nats; null where unknown
 * @param stepsPerSecond by the wall clock over them, pauses and turns of other runs included; NaN where unknown
 * @param etaSeconds until the planned steps are done, at that speed; NaN where unknown
 */
public record TrainingProgress(
        String run,
        long step,
        long plannedSteps,
        double loss,
        Estimate neuralEntropy,
        Estimate learnedEntropy,
        EntropyEstimate totalEntropy,
        double stepsPerSecond,
        double etaSeconds) {

    /**
     * @param value nats
     * @param standardError nats; NaN where unknown
     */
    public record Estimate(double value, double standardError) {}
}
