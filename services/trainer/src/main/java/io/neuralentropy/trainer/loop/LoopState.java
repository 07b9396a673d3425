package io.neuralentropy.trainer.loop;

import io.neuralentropy.trainer.network.Adam;

/**
 * Parameters and optimizer state after some step. Random numbers and data order need no state: they follow from the step.
 *
 * @param average of the parameters; null where none is kept
 * @param memory what the estimates of entropies build on ({@link io.neuralentropy.trainer.science.BatchEntropies#memory}); null in
 *     checkpoints from before there was any
 */
public record LoopState(float[] parameters, Adam.State adam, float[] average, double[] memory) {
    /** Number of steps behind it. */
    public long step() {
        return adam.steps();
    }
}
