package io.neuralentropy.trainer;

import static io.neuralentropy.trainer.SmallRuns.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.trainer.science.BatchEntropies;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropyRange;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.ThrowsOutside;
import io.neuralentropy.trainer.science.TimeLaw;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the entropies leave out is counted. */
class ThrowsOutsideTest {
    private static final int STEPS = 200;
    private static final long THROWS_PER_STEP = 32;

    @ParameterizedTest
    @CsvSource({"cosine, DATA_PREDICTION", "edm, EDM", "ddpm-linear, DATA_PREDICTION"})
    void areAsManyAsTheLawOfTheProcessExpects(String process, Objective objective) {
        TrainingOptions options = options()
                .process(process)
                .objective(objective)
                .timeLaw(TimeLaw.UNIFORM)
                .steps(STEPS)
                .evaluationInterval(0)
                .build();
        EntropyRange range = options.entropies().range();

        ThrowsOutside counted = outside(options, STEPS);

        assertEquals(STEPS * THROWS_PER_STEP, counted.all());
        assertBinomial(range.shareBelow(options.process()), counted.below(), counted.all());
        assertBinomial(range.shareAbove(options.process()), counted.above(), counted.all());
        assertTrue(counted.above() > 0, "some above " + range.high());
    }

    private static void assertBinomial(double share, long count, long all) {
        assertEquals(all * share, count, 4 * Math.sqrt(all * share * (1 - share)) + 1e-9);
    }

    @Test
    void areThoseOfABatchOneByOne() {
        DiffusionProcess line = DiffusionProcess.named("rectified-flow");
        BatchEntropies batch = EntropySettings.of(Estimator.BINS, line, Objective.NOISE_PREDICTION, false)
                .forBatches(line, TimeLaw.UNIFORM, 5, 1, 1, 1);
        // λ = 2 ln((1 − t)/t); the range is −8 to 9
        double[] times = {line.timeOf(9.001), line.timeOf(8.999), .5, line.timeOf(-7.999), line.timeOf(-8.001)};
        for (int i = 0; i < times.length; i++) {
            batch.add(i, times[i], 1, 1, null);
        }
        assertEquals(new ThrowsOutside(1, 1, 5), batch.outside());

        batch.reset();
        assertEquals(ThrowsOutside.NONE, batch.outside());
    }

    @Test
    void areNoneOfAveragesOverAllTimes() {
        ThrowsOutside counted =
                outside(options().steps(10).evaluationInterval(0).build(), 10);
        assertEquals(new ThrowsOutside(0, 0, 10 * THROWS_PER_STEP), counted);
    }

    @Test
    void areThoseSinceTheResumption(@TempDir Path directory) {
        TrainingOptions.Builder builder = options()
                .estimator(Estimator.BINS)
                .steps(30)
                .evaluationInterval(0)
                .checkpointDirectory(directory)
                .checkpointInterval(10);
        ThrowsOutside first = outside(builder.build(), 20);
        ThrowsOutside second = outside(builder.resume(true).build(), 30);

        assertEquals(20 * THROWS_PER_STEP, first.all());
        assertEquals(10 * THROWS_PER_STEP, second.all());
    }

    private static ThrowsOutside outside(TrainingOptions options, int steps) {
        try (Training training = Training.open(options, new RecordingSink())) {
            training.advance(steps);
            return training.outside();
        }
    }
}
