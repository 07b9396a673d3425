package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** By the last step of each bucket of the curve that has one. */
    private static Map<Long, Double> curve(RunState run) {
        Curve curve = Snapshooter.of(run).curve();
        Map<Long, Double> losses = new TreeMap<>();
        for (int i = 0; i < curve.size(); i++) {
            if (!Double.isNaN(curve.heldOutLoss(i))) {
                losses.put(curve.last(i), curve.heldOutLoss(i));
            }
        }
        return losses;
    }

    @Test
    void theCurveHoldsThemAll() {
        RunState trained = new RunState("trainer-names");
        Situations.validationLoss(7).forEach(trained::accept);
        Map<Long, Double> losses = curve(trained);
        assertEquals(10, losses.size());
        assertEquals(losses, curve(Stored.again(trained)));
        double first = losses.values().iterator().next();
        assertEquals(1.1 * Situations.decay(300, 6, 1.2, 700), first, 1e-12);
    }

    private void train(int attempt, int first, int last) {
        for (int t = first; t <= last; t++) {
            Origin origin = new Origin("a", attempt, 0, Situations.BASE + t);
            state.accept(Step.of(origin, t).loss(1).build());
            if (t % 100 == 0) {
                double loss = t + 0.5 * attempt;
                state.accept(Evaluation.of(origin, t, "held-out").loss(loss).build());
            }
        }
    }

    @Test
    void aResumptionTakesThoseBackThatWereMadeBehindIt() {
        train(0, 1, 1000);
        state.accept(RunStarted.of(new Origin("a", 1, 0, Situations.BASE))
                .firstStep(651)
                .build());
        assertEquals(
                List.of(100.0, 200.0, 300.0, 400.0, 500.0, 600.0),
                List.copyOf(curve(state).values()));
        train(1, 651, 800);
        assertEquals(
                List.of(100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.5, 800.5),
                List.copyOf(curve(state).values()));
        state.accept(Evaluation.of(new Origin("a", 0, 0, Situations.BASE), 900, "held-out")
                .loss(7)
                .build());
        assertEquals(8, curve(state).size(), "a late one of the old attempt");
    }

    @Test
    void oneBetweenTheStepsThatAreLoggedCountsWithTheLastOfThem() {
        for (int t = 500; t <= 5000; t += 500) {
            state.accept(Step.of(new Origin("a", 0, 0, Situations.BASE + t), t)
                    .loss(1)
                    .build());
        }
        state.accept(Evaluation.of(ORIGIN, 5017, "held-out").loss(2).build());
        assertEquals(Map.of(5000L, 2.0), curve(state));
    }
}
