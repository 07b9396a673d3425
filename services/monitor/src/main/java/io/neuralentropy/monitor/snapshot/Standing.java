package io.neuralentropy.monitor.snapshot;

import java.util.List;

/**
 * Where a run stands: its state, how it came there, and what it can still become. Numbers that are unknown are NaN.
 *
 * @param state at this moment
 * @param changes of state, oldest first; the newest {@value #MAX_CHANGES}
 * @param capacity where the followed entropy is heading
 * @param utilization followed entropy over the window / capacity
 * @param gain ρ at the latest verdict: relative gain of a doubling of the steps
 * @param halfWidth of the confidence interval of ρ
 * @param delta δ, below which a gain counts as none
 * @param stepsToVerdict further steps until the noise allows one, while neither growth nor saturation is shown
 * @param saturatedSteps steps since the run was called saturated; NaN where it is not
 * @param saturatedSeconds training time since then
 * @param saturatedJoules energy since then, where it is stated
 * @param spikes explosions that came back by themselves
 * @param stallSeconds silence after which the run counts as stalled
 * @param followed what decides the state
 * @param missing what the first verdict waits for; null where there is one
 * @param restarts of the learning rate
 */
public record Standing(
        TrainingState state,
        List<StateChange> changes,
        Capacity capacity,
        double utilization,
        double gain,
        double halfWidth,
        double delta,
        double stepsToVerdict,
        double saturatedSteps,
        double saturatedSeconds,
        double saturatedJoules,
        int spikes,
        double stallSeconds,
        Quantity followed,
        Missing missing,
        int restarts) {

    /** What a run without a verdict waits for. */
    public enum Missing {
        NOTHING_SENT("neither an entropy nor a loss has been sent"),
        TOO_EARLY("too early: the first verdict takes a few hundred steps"),
        TOO_FEW("too few steps were reported for a verdict"),
        NO_LEVEL("the entropy is not shown to lie above 0 yet"),
        NO_REDUCTION("the loss is not shown to lie below that of its first 32 steps yet"),
        NOISE("the noise allows no verdict yet");

        private final String text;

        Missing(String text) {
            this.text = text;
        }

        /** In words. */
        public String text() {
            return text;
        }
    }

    /** Older changes than these are forgotten. */
    public static final int MAX_CHANGES = 256;

    /** The same in another state; what led to it stays. */
    public Standing in(TrainingState other) {
        return new Standing(
                other,
                changes,
                capacity,
                utilization,
                gain,
                halfWidth,
                delta,
                stepsToVerdict,
                saturatedSteps,
                saturatedSeconds,
                saturatedJoules,
                spikes,
                stallSeconds,
                followed,
                missing,
                restarts);
    }
}
