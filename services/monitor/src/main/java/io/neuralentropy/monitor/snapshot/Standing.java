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
 * @param stallSeconds silence after which somebody is alarmed
 * @param silentFor seconds since the latest event was heard, once they are more than {@code stallSeconds}; NaN before. A fact beside
 *     the state, which stays
 * @param paused the silence that the run has declared; null where it has not
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
        double silentFor,
        Pause paused) {

    /** Older changes than these are forgotten. */
    public static final int MAX_CHANGES = 256;

    /** Whether it has been silent for too long. */
    public boolean isSilent() {
        return !Double.isNaN(silentFor);
    }

    /** Whether it is found under the name of a state: its own, and {@link TrainingState#STALLED} beside it while it is silent. */
    public boolean isIn(TrainingState name) {
        return state == name || name == TrainingState.STALLED && isSilent();
    }

    /** The same, silent for so long. */
    public Standing silentFor(double seconds) {
        return new Standing(
                state,
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
                seconds,
                paused);
    }
}
