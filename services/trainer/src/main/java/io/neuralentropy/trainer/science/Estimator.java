package io.neuralentropy.trainer.science;

/** How a batch's throws become an estimate of the entropies, and over which range of log-SNR. */
public enum Estimator {
    /**
     * Averages over all throws, as in the paper: unbiased whatever the batch, over all of λ that training covers.
     */
    TIME_AVERAGE {
        @Override
        public EntropyRange range(DiffusionProcess process, Objective objective) {
            return process.range();
        }

        @Override
        public void check(DiffusionProcess process) {
            if (!process.hasTimeAverages()) {
                throw new IllegalArgumentException("averages over time have no finite variance on process "
                        + process.name() + ", whose log-SNR has Gaussian tails: use the estimator bins");
            }
        }
    },
    /**
     * Throws weighed by the density of λ, less what bins of λ remember of past batches: unbiased whatever the batch, and far
     * quieter than averages at the size of images. The range is that of training's throws but for the outermost 0.135 % on either side (a normal law's |z|
     * ≤ 3), within [−8, 9]; a grid of times has all of it. Throws outside are left out.
     */
    BINS {
        @Override
        public EntropyRange range(DiffusionProcess process, Objective objective) {
            EntropyRange all = process.range();
            double low = all.low();
            double high = all.high();
            if (!process.isDiscrete()) {
                double margin = TAIL * (process.timeHigh() - process.timeLow());
                low = Math.max(LOWEST, process.logSnr(process.timeHigh() - margin));
                high = Math.min(HIGHEST, process.logSnr(process.timeLow() + margin));
            }
            if (objective == Objective.DATA_PREDICTION) {
                high = Math.min(high, HIGHEST_OF_DATA);
            }
            if (!(low < high)) {
                throw new IllegalArgumentException("process " + process + " has no log-SNR between " + LOWEST + " and "
                        + HIGHEST + ": use another kappa");
            }
            return new EntropyRange(process.kappa(), low, high);
        }
    };

    /** Φ(−3). */
    private static final double TAIL = 0.0013498980316300946;

    private static final double LOWEST = -8;
    private static final double HIGHEST = 9;
    /** An error of x̂ counts SNR-fold: beyond this it is all that is seen. */
    private static final double HIGHEST_OF_DATA = 7;

    /** The range of λ over which entropies are integrated; the same for every network of the same process and objective. */
    public abstract EntropyRange range(DiffusionProcess process, Objective objective);

    /** @throws IllegalArgumentException where its estimates would not settle; the message is fit for a user */
    public void check(DiffusionProcess process) {
        // fine, unless an estimator says otherwise
    }

    /** The paper's own where its numbers are compared with: entropy matching on its processes. */
    public static Estimator usual(DiffusionProcess process, Objective objective) {
        boolean paper = process instanceof RelaxingProcess && objective == Objective.ENTROPY_MATCHING;
        return paper ? TIME_AVERAGE : BINS;
    }

    /** The name that options and events use. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
