package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.neuralentropy.trainer.network.EngineSetup;
import io.neuralentropy.trainer.network.MlpSettings;
import io.neuralentropy.trainer.network.Network;
import io.neuralentropy.trainer.network.Parameters;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.Objective;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneTest {
    private static final int ROWS = 6;
    private static final int DIMENSION = 3;

    /** What a GPU does in one reading, done on the CPU: loss, entropies' squares and gradients are those of the usual way. */
    @ParameterizedTest
    @CsvSource({"vp, ENTROPY_MATCHING", "vpx, ENTROPY_MATCHING", "cosine, NOISE_PREDICTION", "rectified-flow, VELOCITY"
    })
    void oneReadingComputesTheSame(String process, Objective objective) {
        try (NDManager manager = EngineSetup.engine().newBaseManager();
                Network network = new MlpSettings(List.of(8, 6)).build(DIMENSION, 1, manager)) {
            Parameters parameters = network.initialise(2);
            DiffusionProcess diffusion = DiffusionProcess.named(process);
            try (Lane usual = new Lane(network, rows(diffusion, objective), manager, false);
                    Lane once = new Lane(network, rows(diffusion, objective), manager, true)) {
                float[] expected = gradient(usual, parameters);
                float[] actual = gradient(once, parameters);

                assertEquals(usual.loss(), once.loss(), 1e-6 * usual.loss());
                assertEquals(
                        usual.rows().square(2),
                        once.rows().square(2),
                        1e-6 * usual.rows().square(2));
                double norm = 0;
                for (float value : expected) {
                    norm += (double) value * value;
                }
                norm = Math.sqrt(norm);
                assertTrue(norm > 0);
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], actual[i], 2e-6 * norm, "parameter " + i);
                }
            }
        }
    }

    private static float[] gradient(Lane lane, Parameters parameters) {
        try (GradientCollector collector = EngineSetup.engine().newGradientCollector()) {
            lane.differentiate(parameters, collector, null, 1.0 / ROWS);
            float[] gradient = lane.gradients().copy();
            lane.release();
            return gradient;
        }
    }

    private static Throws rows(DiffusionProcess process, Objective objective) {
        SplittableRandom random = new SplittableRandom(3);
        Throws rows = new Throws(process, objective, LossWeight.UNIT, ROWS, DIMENSION, false);
        float[] point = {.3f, -1, .8f};
        for (int row = 0; row < ROWS; row++) {
            double share = (row + .5) / ROWS;
            double t = process.timeLow() + share * (process.timeHigh() - process.timeLow());
            rows.diffuse(row, t, point, 0, random);
        }
        return rows;
    }
}
