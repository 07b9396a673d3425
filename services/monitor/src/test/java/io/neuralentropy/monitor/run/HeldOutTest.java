package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GapSource;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Measures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What S_lin on held-out points is compared with. */
class HeldOutTest {
    private RunState state = new RunState("run");

    /** Ten training steps with S_lin = 7 ± 1 each: dropout, and the weights of the moment. */
    @BeforeEach
    void train() {
        for (long step = 1; step <= 10; step++) {
            state.accept(Step.of(new Origin("run", 0, 0, step), step)
                    .learnedEntropy(new Moments(7, 16, 16))
                    .build());
        }
    }

    private void evaluate(int attempt, long step, String split, Moments learned) {
        state.accept(new Evaluation(
                new Origin("run", attempt, 0, step),
                step,
                split,
                new Moments(10, 1, 4),
                learned,
                null,
                Absent.NUMBER,
                Absent.NUMBER,
                null,
                null,
                null));
    }

    private Measures measures() {
        return Snapshooter.of(state).measures();
    }

    private void assertComparesWithTheSteps() {
        Estimate gap = measures().heldOutGap();
        assertEquals(7 - 9, gap.value(), 1e-12);
        assertEquals(Math.hypot(1 / Math.sqrt(10), 0.5), gap.standardError(), 1e-12);
        assertEquals(GapSource.TRAINING_STEPS, measures().heldOutGapFrom());
    }

    @Test
    void theTrainedPointsEvaluatedAfterTheSameStep() {
        evaluate(0, 10, "train", new Moments(12, 9, 4));
        evaluate(0, 10, "held-out", new Moments(9, 4, 16));

        Estimate gap = measures().heldOutGap();
        assertEquals(3, gap.value(), 1e-12);
        assertEquals(Math.hypot(1.5, 0.5), gap.standardError(), 1e-12);
        assertEquals(GapSource.EVALUATIONS, measures().heldOutGapFrom());
    }

    @Test
    void inWhicheverOrderTheTwoCome() {
        evaluate(0, 10, "held-out", new Moments(9, 4, 16));
        evaluate(0, 10, "train", new Moments(12, 9, 4));

        assertEquals(GapSource.EVALUATIONS, measures().heldOutGapFrom());
        assertEquals(3, measures().heldOutGap().value(), 1e-12);
    }

    @Test
    void theTrainingsStepsWhereNoTrainedPointsAreEvaluated() {
        evaluate(0, 10, "held-out", new Moments(9, 4, 16));

        assertComparesWithTheSteps();
    }

    @Test
    void theTrainingsStepsWhereThoseWereEvaluatedAfterAnotherStep() {
        evaluate(0, 9, "train", new Moments(12, 9, 4));
        evaluate(0, 10, "held-out", new Moments(9, 4, 16));

        assertComparesWithTheSteps();
    }

    @Test
    void theTrainingsStepsWhereThoseWereEvaluatedInAnotherAttempt() {
        evaluate(0, 10, "held-out", new Moments(9, 4, 16));
        evaluate(1, 10, "train", new Moments(12, 9, 4));

        assertEquals(GapSource.TRAINING_STEPS, measures().heldOutGapFrom());
    }

    @Test
    void theTrainingsStepsWhereTheTrainedPointsEvaluationSaysNothingOfIt() {
        evaluate(0, 10, "train", null);
        evaluate(0, 10, "held-out", new Moments(9, 4, 16));

        assertComparesWithTheSteps();
    }

    @Test
    void nothingWithoutHeldOutPoints() {
        evaluate(0, 10, "train", new Moments(12, 9, 4));

        assertFalse(measures().heldOutGap().isKnown());
        assertNull(measures().heldOutGapFrom());
    }

    /** Of a network before its first step: there are no steps to compare it with. */
    @Test
    void nothingBeforeTheFirstStep() {
        state = new RunState("run");
        evaluate(0, 0, "held-out", new Moments(-9, 4, 16));

        assertFalse(measures().heldOutGap().isKnown());
        assertEquals(-9, measures().heldOutLearned().value());
    }

    @Test
    void theSameAfterARestart() {
        HeapStorage storage = new HeapStorage();
        state = new RunState("run", DetectorSettings.defaults(), storage);
        evaluate(0, 10, "train", new Moments(12, 9, 4));
        evaluate(0, 10, "held-out", new Moments(9, 4, 16));
        state.save();

        state = RunRecords.load("run", DetectorSettings.defaults(), storage);

        assertEquals(GapSource.EVALUATIONS, measures().heldOutGapFrom());
        assertEquals(3, measures().heldOutGap().value(), 1e-12);
    }
}
