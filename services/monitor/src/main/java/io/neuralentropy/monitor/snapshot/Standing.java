package io.neuralentropy.monitor.snapshot;

import java.util.List;

/**
 * Where a run stands: its state, how it came there, and what it can still become. Numbers that are unknown are NaN.
 *
 * @param state at this moment
 * @param changes of state, oldest first; the newest {@value #MAX_CHANGES}
 * @param capacity where the followed entropy is heading
 * @param utilization followed entropy over the window / capacity
 * @param verdict the test behind the state
 * @param saturated what the run has cost since it was called saturated
 * @param spikes explosions that came back by themselves
 * @param restarts of the learning rate
 * @param silence a fact beside the state, which it does not change
 */
public record Standing(
        TrainingState state,
        List<StateChange> changes,
        Capacity capacity,
        double utilization,
        Verdict verdict,
        Saturated saturated,
        int spikes,
        int restarts,
        Silence silence) {

    /** Older changes than these are forgotten. */
    public static final int MAX_CHANGES = 256;

    /**
     * The test behind the state.
     *
     * @param followed what decides
     * @param gain ρ at the latest verdict: relative gain of a doubling of the steps
     * @param halfWidth of the confidence interval of ρ
     * @param delta δ, below which a gain counts as none
     * @param stepsToVerdict further steps until the noise allows a verdict of saturation, where the gain is below δ and it has not fallen
     * @param missing what the first verdict waits for; null where there is one
     */
    public record Verdict(
            Quantity followed, double gain, double halfWidth, double delta, double stepsToVerdict, Missing missing) {}

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

    /**
     * What a run has cost since it was called saturated.
     *
     * @param steps since then; NaN where it is not saturated
     * @param seconds training time since then
     * @param joules energy since then, where it is stated
     */
    public record Saturated(double steps, double seconds, double joules) {
        /** Of a run that is not. */
        public static final Saturated NOT = new Saturated(Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * Silence of a run.
     *
     * @param allowedSeconds silence after which somebody is alarmed
     * @param seconds since the latest event was heard, once they are more than those allowed; NaN before
     * @param paused the silence that the run has declared; null where it has not
     */
    public record Silence(double allowedSeconds, double seconds, Pause paused) {
        /** Whether it has lasted for too long. */
        public boolean isTooLong() {
            return !Double.isNaN(seconds);
        }
    }

    /** Why it is in its state, in words; null where it never left its first one. */
    public String reason() {
        StateChange latest = changes.isEmpty() ? null : changes.get(changes.size() - 1);
        return latest == null || latest.to() != state ? null : latest.reason();
    }

    /** Whether it is found under the name of a state: its own, and {@link TrainingState#STALLED} beside it while it is silent. */
    public boolean isIn(TrainingState name) {
        return state == name || name == TrainingState.STALLED && silence.isTooLong();
    }

    /** The same, silent for so long. */
    public Standing silentFor(double seconds) {
        Silence longer = new Silence(silence.allowedSeconds(), seconds, silence.paused());
        return new Standing(state, changes, capacity, utilization, verdict, saturated, spikes, restarts, longer);
    }
}
