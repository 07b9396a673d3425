package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Origin;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A loss and scores of points beside those trained on. */
class ValidationLossTest {
    private static final Origin ORIGIN = new Origin("a", 0, 0, Situations.BASE);

    private final RunState state = new RunState("a");

    private double heldOutLoss() {
        return Snapshooter.of(state).progress().heldOutLoss();
    }

    @Test
    void theSituationShowsTheValidationLossBesideTheTrainingLoss() {
        RunState trained = new RunState("trainer-names");
        Situations.validationLoss(7).forEach(trained::accept);
        RunSnapshot run = Snapshooter.of(trained);
        double right = 1.1 * Situations.decay(3000, 6, 1.2, 700);
        assertEquals(right, run.progress().heldOutLoss(), 1e-12);
        assertEquals(right, run.evaluations().get(0).loss(), 1e-12);
        assertTrue(
                run.progress().loss() < right,
                "the training loss is untouched: " + run.progress().loss());
    }

    @Test
    void theNewestEvaluationOnHeldOutPointsCounts() {
        assertEquals(Double.NaN, heldOutLoss());
        state.accept(Evaluation.of(ORIGIN, 10, "train").loss(1).build());
        assertEquals(Double.NaN, heldOutLoss());
        state.accept(Evaluation.of(ORIGIN, 20, "held-out").loss(2).build());
        state.accept(Evaluation.of(ORIGIN, 10, "held-out").loss(3).build());
        assertEquals(2, heldOutLoss());
        state.accept(Evaluation.of(ORIGIN, 30, "held-out")
                .loss(Double.POSITIVE_INFINITY)
                .build());
        assertEquals(Double.POSITIVE_INFINITY, heldOutLoss());
    }

    @Test
    void aRestartKeepsThem() {
        state.accept(Evaluation.of(ORIGIN, 10, "held-out")
                .loss(2)
                .scores(Map.of("fid", 18.5))
                .build());
        RunSnapshot again = Snapshooter.of(Stored.again(state));
        assertEquals(2, again.progress().heldOutLoss());
        assertEquals(Map.of("fid", 18.5), again.evaluations().get(0).scores());
    }
}
