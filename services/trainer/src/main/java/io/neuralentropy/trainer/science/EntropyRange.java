package io.neuralentropy.trainer.science;

/**
 * Which entropies are meant: those against p_eq = N(0, κ²I), integrated over the log-SNR λ from {@code low} to {@code high}.
 * Nothing else of a process enters: S_tot = KL(p_high‖p_eq) − KL(p_low‖p_eq), p_λ the law of the data diffused to λ along the
 * path that relaxes to p_eq, μ²(λ) = sigmoid(λ + 2 ln κ).
 *
 * @param kappa standard deviation of p_eq, in units of the data
 */
public record EntropyRange(double kappa, double low, double high) {
    public EntropyRange {
        if (!(low < high)) {
            throw new IllegalArgumentException("a range of log-SNR must ascend, not " + low + " to " + high);
        }
    }

    /** Λ, its length. */
    public double length() {
        return high - low;
    }

    /** The share of a process's throws in training whose λ is below the range. */
    public double shareBelow(DiffusionProcess process) {
        return 1 - process.shareAbove(low);
    }

    /** The share of a process's throws in training whose λ is above the range. */
    public double shareAbove(DiffusionProcess process) {
        return process.shareAbove(Math.nextUp(high));
    }

    /** μ² at a λ. */
    double muSquare(double logSnr) {
        return 1 / (1 + Math.exp(-logSnr - 2 * Math.log(kappa)));
    }

    /** 1 − μ² at a λ, without cancellation. */
    double lost(double logSnr) {
        return 1 / (1 + Math.exp(logSnr + 2 * Math.log(kappa)));
    }

    /** Standard deviation of the noise at a λ, κ√(1 − μ²). */
    double sigma(double logSnr) {
        return kappa * Math.sqrt(lost(logSnr));
    }
}
