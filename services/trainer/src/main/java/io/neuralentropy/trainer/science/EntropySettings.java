package io.neuralentropy.trainer.science;

/**
 * Which entropies a run measures, and how.
 *
 * @param range over which they are integrated
 * @param controlVariates whether {@code bins} takes out what the noise's and the data's norms explain
 * @param rule of held-out points
 */
public record EntropySettings(Estimator estimator, EntropyRange range, boolean controlVariates, EvaluationRule rule) {
    /** Held-out points by {@link EvaluationRule#EXACT}. */
    public EntropySettings(Estimator estimator, EntropyRange range, boolean controlVariates) {
        this(estimator, range, controlVariates, EvaluationRule.EXACT);
    }

    /** The estimator's own range on a process. */
    public static EntropySettings of(
            Estimator estimator, DiffusionProcess process, Objective objective, boolean controlVariates) {
        return of(estimator, process, objective, controlVariates, EvaluationRule.EXACT);
    }

    /** The estimator's own range on a process. */
    public static EntropySettings of(
            Estimator estimator,
            DiffusionProcess process,
            Objective objective,
            boolean controlVariates,
            EvaluationRule rule) {
        return new EntropySettings(estimator, estimator.range(process, objective), controlVariates, rule);
    }

    /**
     * An estimator for batches.
     *
     * @param timeLaw by which the batches' times are drawn
     * @param points data points of a batch
     * @param throwsPerPoint throws of each
     * @param dimension D
     * @param secondMoment mean of ‖x₀‖² over the data
     */
    public BatchEntropies forBatches(
            DiffusionProcess process,
            TimeLaw timeLaw,
            int points,
            int throwsPerPoint,
            int dimension,
            double secondMoment) {
        if (points < 1 || throwsPerPoint < 1 || dimension < 1) {
            throw new IllegalArgumentException("points, throws and dimension must be at least 1");
        }
        if (estimator == Estimator.TIME_AVERAGE) {
            return new TimeAverages(process, timeLaw, points, throwsPerPoint);
        }
        ControlVariates controls =
                controlVariates ? new ControlVariates(points * throwsPerPoint, dimension, secondMoment) : null;
        return new BinnedEntropies(process, timeLaw, range, points, throwsPerPoint, controls);
    }

    /** The grid on which the entropies of held-out points are integrated. */
    public EvaluationGrid grid(DiffusionProcess process) {
        if (rule == EvaluationRule.PAPER) {
            return EvaluationGrid.asInPaper(process);
        }
        EvaluationGrid grid = EvaluationGrid.ofLogSnr(process, range, EvaluationGrid.PAPER_POINTS);
        return estimator == Estimator.TIME_AVERAGE ? grid.onClockOf(process) : grid;
    }
}
