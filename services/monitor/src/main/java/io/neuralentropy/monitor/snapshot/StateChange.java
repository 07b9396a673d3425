package io.neuralentropy.monitor.snapshot;

import java.util.Locale;

/**
 * A change of a run's state, with the numbers that caused it. Those that played no part are NaN.
 *
 * @param step at which it was decided
 * @param time of the event that decided it, trainer's clock, ms since the epoch
 * @param from state before
 * @param to state after
 * @param cause what decided
 * @param since step at which the evidence begins: of a test of growth or flatness the first step of the shortest window that
 *     passed; of a rise or fall the start of the buckets whose level shows it; of an explosion the step at
 *     which it began; else {@code step}
 * @param level followed entropy S, nats: over that window, or the recent level; of the loss where the loss exploded
 * @param levelError its standard error, or the margin of the recent level
 * @param gain ρ, relative gain of a doubling of the steps
 * @param halfWidth of the confidence interval of ρ
 * @param delta δ, below which a gain counts as none
 * @param reference level that it was compared with
 * @param share S / S_tot at that moment; NaN where the loss is followed
 * @param followed what decided, or would have
 */
public record StateChange(
        long step,
        long time,
        TrainingState from,
        TrainingState to,
        Cause cause,
        long since,
        double level,
        double levelError,
        double gain,
        double halfWidth,
        double delta,
        double reference,
        double share,
        Quantity followed) {

    /** What decided. Stored by ordinal: append only. */
    public enum Cause {
        /** A window shows growth by more than δ per doubling. */
        GROWTH,
        /** The claim of a gain within ±δ held for the dwell time. */
        FLAT,
        /** The recent level is above the level of the claim. */
        ROSE,
        /** The recent level is below the best one. */
        FELL,
        /** Loss or entropy is not a finite number. */
        NOT_FINITE,
        /** The loss left its level upwards and did not come back. */
        LOSS_EXPLODED,
        /** The entropy did. */
        ENTROPY_EXPLODED,
        /** Finite and calm again. */
        CALM_AGAIN,
        /** From here on another entropy is followed. */
        FOLLOWS_OTHER,
        /** {@code run.finished}. */
        RUN_FINISHED,
        /** A later attempt took back what was decided behind its first step. Told, never stored. */
        RESUMED,
        /** The gradient norm is not a finite number for good. */
        GRADIENTS_NOT_FINITE,
        /** The loss fell to exactly 0 from one step to the next and stays there. */
        LOSS_GONE;

        /** Its name in events. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A change that no numbers decided, at once. */
    public static StateChange withoutNumbers(
            long step, long time, TrainingState from, TrainingState to, Cause cause, double delta) {
        return withoutNumbers(step, time, from, to, cause, step, delta);
    }

    /** A change that no numbers decided. */
    public static StateChange withoutNumbers(
            long step, long time, TrainingState from, TrainingState to, Cause cause, long since, double delta) {
        double none = Double.NaN;
        return new StateChange(
                step, time, from, to, cause, since, none, none, none, none, delta, none, none, Quantity.NEURAL_ENTROPY);
    }

    /** The same, of another quantity. */
    public StateChange following(Quantity other) {
        return new StateChange(
                step, time, from, to, cause, since, level, levelError, gain, halfWidth, delta, reference, share, other);
    }

    /** How late it was decided: steps since the evidence begins. */
    public long late() {
        return step - since;
    }

    /** Why, in words. */
    public String reason() {
        return Reason.of(this);
    }
}
