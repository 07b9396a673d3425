package io.neuralentropy.trainer.loop;

import io.neuralentropy.trainer.network.Adam;

/**
 * Parameters and optimizer state after some step. Random numbers and data order need no state: they follow from the step.
 *
 * @param average of the parameters; null where none is kept
 */
public record LoopState(float[] parameters, Adam.State adam, float[] average) {
    /** Number of steps behind it. */
    public long step() {
        return adam.steps();
    }
}
