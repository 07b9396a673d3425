package io.neuralentropy.trainer;

import static io.neuralentropy.trainer.SmallRuns.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop that is asked for while a training advances. */
class StopTest {
    private static final int STEPS = 40;
    private static final int EVALUATED = 20;

    @TempDir
    private Path directory;

    private final RecordingSink sink = new RecordingSink();

    @Test
    void comesBetweenSteps() {
        assertTrue(advance(saved().build(), 7));

        assertEquals(7, sink.all(Step.class).size());
    }

    @Test
    void givesUpAnEvaluationAndTheCheckpointAfterIt() {
        assertTrue(advance(saved().build(), EVALUATED));

        assertEquals(EVALUATED, sink.all(Step.class).size());
        assertTrue(sink.all(Evaluation.class).isEmpty());
        assertEquals(
                List.of(10L),
                sink.all(Checkpoint.class).stream().map(Checkpoint::step).toList());
    }

    @Test
    void losesNoEvaluationOfARunThatIsGoneOnWith() {
        RecordingSink whole = new RecordingSink();
        try (Training training = Training.open(
                options().steps(STEPS).evaluationInterval(EVALUATED).build(), whole)) {
            training.advance(STEPS);
        }

        advance(saved().build(), EVALUATED);
        RecordingSink second = new RecordingSink();
        try (Training training = Training.open(saved().resume(true).build(), second)) {
            assertFalse(training.advance(STEPS));
        }

        assertEquals(11, second.only(RunStarted.class).firstStep());
        assertEquals(evaluations(whole), evaluations(second));
    }

    @Test
    void inTheLastEvaluationLeavesTheRunUnfinished() {
        TrainingOptions toTheEvaluation = saved().steps(EVALUATED).build();
        try (Training training = Training.open(toTheEvaluation, sink)) {
            assertTrue(training.advance(STEPS, after(EVALUATED)));
            assertTrue(sink.all(RunFinished.class).isEmpty());
        }

        RecordingSink second = new RecordingSink();
        try (Training training =
                Training.open(saved().steps(EVALUATED).resume(true).build(), second)) {
            assertFalse(training.advance(STEPS));
        }
        assertEquals(
                RunFinished.Status.COMPLETED, second.only(RunFinished.class).status());
        assertEquals(2, second.all(Evaluation.class).size());
    }

    @Test
    void givesUpSamplesAndKeepsTheCheckpoint() {
        Path samples = directory.resolve("samples");
        TrainingOptions options =
                saved().samples(new SampleOptions(samples, 10, 5, 4)).build();

        assertTrue(advance(options, 10));

        assertEquals(10, sink.only(Checkpoint.class).step());
        assertFalse(Files.exists(samples.resolve("run.10.csv")));
    }

    private boolean advance(TrainingOptions options, int stopAfter) {
        try (Training training = Training.open(options, sink)) {
            return training.advance(STEPS, after(stopAfter));
        }
    }

    /** Asks for a stop as soon as that many steps have been told of, so in what comes after the last of them. */
    private BooleanSupplier after(int steps) {
        return () -> sink.all(Step.class).size() >= steps;
    }

    private TrainingOptions.Builder saved() {
        return options()
                .steps(STEPS)
                .evaluationInterval(EVALUATED)
                .checkpointDirectory(directory)
                .checkpointInterval(10);
    }

    private static List<String> evaluations(RecordingSink sink) {
        return sink.all(Evaluation.class).stream()
                .map(e -> e.step() + " " + e.neuralEntropy() + " " + e.learnedEntropy())
                .toList();
    }
}
