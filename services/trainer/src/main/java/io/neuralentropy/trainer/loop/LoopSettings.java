package io.neuralentropy.trainer.loop;

import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;
import java.util.List;

/**
 * What, together with the data, decides every number that a run computes.
 *
 * @param entropies what a step says of them; training does not depend on it
 * @param batch data points a step
 * @param throwsPerPoint throws of (t, ε) for each of them
 * @param hidden widths of the network between its input and its output
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
        double learningRate,
        List<Integer> hidden,
        long seed,
        int threads) {
    public LoopSettings {
        hidden = List.copyOf(hidden);
    }

    /** Throws of a step. */
    public int rows() {
        return batch * throwsPerPoint;
    }
}
