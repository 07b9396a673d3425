package io.neuralentropy.trainer.science;

/**
 * Which entropies a run measures, and how.
 *
 * @param range over which they are integrated
 * @param controlVariates whether {@code bins} takes out what the noise's and the data's norms explain
 */
public record EntropySettings(Estimator estimator, EntropyRange range, boolean controlVariates) {
    /** The estimator's own range on a process. */
    public static EntropySettings of(
            Estimator estimator, DiffusionProcess process, Objective objective, boolean controlVariates) {
        return new EntropySettings(estimator, estimator.range(process, objective), controlVariates);
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
        return new BinnedEntropies(process, range, points, throwsPerPoint, controls);
    }

    /** The grid on which the entropies of held-out points are integrated. */
    public EvaluationGrid grid(DiffusionProcess process) {
        return estimator == Estimator.TIME_AVERAGE
                ? EvaluationGrid.ofTimes(process, EvaluationGrid.PAPER_POINTS)
                : EvaluationGrid.ofLogSnr(process, range, EvaluationGrid.PAPER_POINTS);
    }
}
