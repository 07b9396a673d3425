package io.neuralentropy.trainer.loop;

import io.neuralentropy.trainer.network.LearningRate;
import io.neuralentropy.trainer.network.NetworkSettings;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;

/**
 * What, together with the data, decides every number that a run computes.
 *
 * @param entropies what a step says of them; training does not depend on it
 * @param batch data points a step
 * @param throwsPerPoint throws of (t, ε) for each of them
 * @param clip longest gradient that is applied as it is; infinite: any
 * @param averageDecay of the average of the parameters that evaluation and samples use; 0: they use the parameters themselves
 * @param threads parts of the batch that are worked on at once; at most {@code batch}. The last bits of a run depend on it.
 */
public record LoopSettings(
        DiffusionProcess process,
        Objective objective,
        LossWeight lossWeight,
        TimeLaw timeLaw,
        EntropySettings entropies,
        int batch,
        int throwsPerPoint,
        LearningRate learningRate,
        double clip,
        double averageDecay,
        NetworkSettings network,
        long seed,
        int threads) {
    /** Throws of a step. */
    public int rows() {
        return batch * throwsPerPoint;
    }
}
