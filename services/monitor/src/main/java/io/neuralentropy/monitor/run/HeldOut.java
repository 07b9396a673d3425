package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Moments;
import io.neuralentropy.monitor.maths.Measures;
import io.neuralentropy.monitor.snapshot.Estimate;
import java.util.List;

/**
 * What a network knows of points that it was not trained on, beside what it knew of the others at that time.
 *
 * <p>The training's side is not the window of now, which would grow away from an evaluation that is some time ago: it is
 * {@link TrainingThen}.
 */
final class HeldOut {
    private static final String SPLIT = "held-out";

    private final Evaluation evaluation;

    private HeldOut(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    static HeldOut of(List<Evaluation> evaluations) {
        return new HeldOut(evaluations.stream()
                .filter(evaluation -> evaluation.split().equals(SPLIT) && evaluation.learnedEntropy() != null)
                .findFirst()
                .orElse(null));
    }

    /** The loss on held-out points; NaN where it was not sent. */
    static double loss(List<Evaluation> evaluations) {
        for (Evaluation evaluation : evaluations) {
            if (evaluation.split().equals(SPLIT)) {
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

    /** S_lin of the training at that time − S_lin on held-out points. */
    Estimate gap(TrainingThen training, History history) {
        return evaluation == null
                ? Estimate.UNKNOWN
                : Measures.heldOutGap(training.learned(evaluation.step(), history), learned());
    }
}
