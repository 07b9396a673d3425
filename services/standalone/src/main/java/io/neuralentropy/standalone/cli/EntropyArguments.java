package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.EvaluationRule;
import picocli.CommandLine.Option;

/** How entropies are measured, of training batches and of held-out points. */
final class EntropyArguments {
    @Option(
            names = "--estimator",
            paramLabel = "NAME",
            converter = EstimatorName.class,
            description = "Estimate of the entropies: bins of log-SNR, or time-average as in the paper (default:"
                    + " time-average for entropy-matching on vp, vpx and sl, else bins).")
    private Estimator estimator;

    @Option(
            names = "--control-variates",
            description = "Take out of the bins what the norms of noise and data explain; pays from about 1000 throws a"
                    + " step on.")
    private boolean controlVariates;

    @Option(
            names = "--evaluation-interval",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Steps between evaluations on held-out and on training data; 0: none (default: ${DEFAULT-VALUE}).")
    private long evaluationInterval;

    @Option(
            names = "--evaluation-points",
            paramLabel = "N",
            defaultValue = "128",
            description =
                    "Points of an evaluation on held-out or on training data, at most (default: ${DEFAULT-VALUE}).")
    private int evaluationPoints;

    @Option(
            names = "--evaluation-rule",
            paramLabel = "NAME",
            defaultValue = "exact",
            converter = RuleName.class,
            description = "How held-out entropies and likelihood are integrated: exact, or paper as in the paper's code"
                    + " (default: ${DEFAULT-VALUE}).")
    private EvaluationRule evaluationRule;

    void apply(TrainingOptions.Builder options) {
        options.estimator(estimator)
                .controlVariates(controlVariates)
                .evaluationInterval(evaluationInterval)
                .evaluationPoints(evaluationPoints)
                .evaluationRule(evaluationRule);
    }

    /** Reads {@code time-average} and {@code bins}. */
    private static final class EstimatorName extends EnumName<Estimator> {
        private EstimatorName() {
            super(Estimator.class);
        }
    }

    /** Reads {@code exact} and {@code paper}. */
    private static final class RuleName extends EnumName<EvaluationRule> {
        private RuleName() {
            super(EvaluationRule.class);
        }
    }
}
