package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Moments;
import io.neuralentropy.monitor.maths.Measures;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GapSource;
import java.util.List;

/**
 * What a network knows of points that it was not trained on, beside what it knew of the others at that time: of an evaluation of
 * points that it was trained on after the same step where there is one, else of the training's steps up to then.
 *
 * <p>Those are not the window of now, which would grow away from an evaluation that is some time ago: they are {@link TrainingThen}.
 */
final class HeldOut {
    static final String HELD_OUT = "held-out";

    private final Evaluation evaluation;
    private final Evaluation trained;

    private HeldOut(Evaluation evaluation, Evaluation trained) {
        this.evaluation = evaluation;
        this.trained = trained;
    }

    static HeldOut of(List<Evaluation> evaluations) {
        return new HeldOut(newest(evaluations, HELD_OUT), newest(evaluations, "train"));
    }

    private static Evaluation newest(List<Evaluation> evaluations, String split) {
        return evaluations.stream()
                .filter(evaluation -> evaluation.split().equals(split) && evaluation.learnedEntropy() != null)
                .findFirst()
                .orElse(null);
    }

    /** The loss on held-out points; NaN where it was not sent. */
    static double loss(List<Evaluation> evaluations) {
        for (Evaluation evaluation : evaluations) {
            if (evaluation.split().equals(HELD_OUT)) {
                return evaluation.loss();
            }
        }
        return Double.NaN;
    }

    /** S_lin on held-out points; unknown where it was not sent. */
    Estimate learned() {
        return estimate(evaluation == null ? null : evaluation.learnedEntropy());
    }

    /** S_CS, what the network proves of the total entropy on held-out points; unknown where not both entropies were sent. */
    Estimate bound() {
        return Measures.cauchySchwarz(estimate(evaluation == null ? null : evaluation.neuralEntropy()), learned());
    }

    private static Estimate estimate(Moments moments) {
        return moments == null
                ? Estimate.UNKNOWN
                : new Estimate(moments.mean(), Math.sqrt(moments.variance() / moments.count()));
    }

    /** S_lin on points trained on − S_lin on held-out points. */
    Estimate gap(TrainingThen training, History history) {
        if (evaluation == null) {
            return Estimate.UNKNOWN;
        }
        Estimate known = isPaired() ? estimate(trained.learnedEntropy()) : training.learned(evaluation.step(), history);
        return Measures.heldOutGap(known, learned());
    }

    /** What {@link #gap} compares with; null where there is no evaluation. */
    GapSource gapSource() {
        if (evaluation == null) {
            return null;
        }
        return isPaired() ? GapSource.EVALUATIONS : GapSource.TRAINING_STEPS;
    }

    private boolean isPaired() {
        return trained != null
                && trained.step() == evaluation.step()
                && trained.origin().attempt() == evaluation.origin().attempt();
    }
}
