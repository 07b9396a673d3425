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

    /**
     * The estimator's own range on a process; by {@link EvaluationRule#PAPER} that of the cells which the rule lets count, so that
     * steps, evaluations and the total entropy beside them speak of the same.
     *
     * @throws IllegalArgumentException where the rule is not made for the process; the message is fit for a user
     */
    public static EntropySettings of(
            Estimator estimator,
            DiffusionProcess process,
            Objective objective,
            boolean controlVariates,
            EvaluationRule rule) {
        EntropyRange range = rule == EvaluationRule.PAPER ? rangeOfPaper(process) : estimator.range(process, objective);
        return new EntropySettings(estimator, range, controlVariates, rule);
    }

    private static EntropyRange rangeOfPaper(DiffusionProcess process) {
        if (process.isDiscrete()) {
            throw new IllegalArgumentException("the evaluation rule paper is one of times without gaps, which process "
                    + process.name() + " has not: use exact");
        }
        EvaluationGrid grid = EvaluationGrid.asInPaper(process);
        return new EntropyRange(process.kappa(), process.logSnr(grid.to()), process.logSnr(grid.from()));
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
            boolean paper = rule == EvaluationRule.PAPER;
            double from = paper ? grid(process).from() : process.timeLow();
            double to = paper ? grid(process).to() : process.timeHigh();
            return new TimeAverages(process, timeLaw, from, to, points, throwsPerPoint);
        }
        ControlVariates controls =
                controlVariates ? new ControlVariates(points * throwsPerPoint, dimension, secondMoment) : null;
        return new BinnedEntropies(process, timeLaw, range, points, throwsPerPoint, controls);
    }

    /** The range of the likelihood of held-out points: by {@link EvaluationRule#PAPER} all of the process's, whatever the entropies leave out. */
    public EntropyRange likelihoodRange(DiffusionProcess process) {
        return rule == EvaluationRule.PAPER ? process.range() : range;
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
