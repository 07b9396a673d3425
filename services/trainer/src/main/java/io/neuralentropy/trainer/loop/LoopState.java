package io.neuralentropy.trainer.loop;

import io.neuralentropy.trainer.network.Adam;

/** Parameters and optimizer state after some step. Random numbers and data order need no state: they follow from the step. */
public record LoopState(float[] parameters, Adam.State adam) {
    /** Number of steps behind it. */
    public long step() {
        return adam.steps();
    }
}
