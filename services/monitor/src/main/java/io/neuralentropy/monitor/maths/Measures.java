package io.neuralentropy.monitor.maths;

import io.neuralentropy.monitor.snapshot.Estimate;

/**
 * What follows from entropies and from what is known of the data. Entropies in nats per data point; NaN in, NaN out;
 * unknown is NaN. Sources: SCIENCE.md §1-3 (A. Premkumar, "Neural Entropy", arXiv 2409.03817), PARAMETERISATIONS.md §6.
 */
public final class Measures {
    private static final double LN_2 = Math.log(2);

    private Measures() {}

    /**
     * Encoding efficiency η = S_NN / S_tot of the paper: not bounded by 1. Its error is that of a quotient of independent
     * estimates, se² = (se_NN / S_tot)² + (η se_tot / S_tot)². Unknown where S_tot is not positive.
     *
     * @param totalError standard error of S_tot; NaN counts as exact
     */
    public static Estimate encodingEfficiency(Estimate neural, double total, double totalError) {
        if (!(total > 0)) {
            return Estimate.UNKNOWN;
        }
        double ratio = neural.value() / total;
        double errorOfTotal = Double.isNaN(totalError) ? 0 : totalError;
        return new Estimate(ratio, Math.hypot(neural.standardError() / total, ratio * errorOfTotal / total));
    }

    /** Learned ratio φ = S_lin / S_tot, at most 1 in expectation. Unknown where S_tot is not positive. */
    public static double learnedRatio(double learned, double total) {
        return total > 0 ? learned / total : Double.NaN;
    }

    /** Lower end of φ where bounds of S_tot are known: S_lin / upper bound (over the lower one where S_lin is negative). */
    public static double learnedRatioLower(double learned, double totalLower, double totalUpper) {
        return learnedRatio(learned, learned < 0 ? totalLower : totalUpper);
    }

    /** Upper end of φ: min(1, S_lin / lower bound) (over the upper one where S_lin is negative). */
    public static double learnedRatioUpper(double learned, double totalLower, double totalUpper) {
        return Math.min(1, learnedRatio(learned, learned < 0 ? totalUpper : totalLower));
    }

    /** Output scale (S_NN + S_lin) / (2 S_NN): 1 ideal, above 1 outputs too small, below 1 too large or memorising. */
    public static double outputScale(double neural, double learned) {
        return neural > 0 ? (neural + learned) / (2 * neural) : Double.NaN;
    }

    /**
     * Gap S_lin(trained on) − S_lin(held out), nats: 0 in expectation while a network generalises, above 0 where it knows the
     * points that it was trained on better than others of their kind, which is memorising. Errors of independent samples.
     */
    public static Estimate heldOutGap(Estimate trained, Estimate heldOut) {
        return new Estimate(
                trained.value() - heldOut.value(), Math.hypot(trained.standardError(), heldOut.standardError()));
    }

    /** S_NN / (P ln 2): bits that the network stores per parameter. Unknown where P is not known (0). */
    public static double bitsPerParameter(double neural, long parameters) {
        return parameters > 0 ? neural / (parameters * LN_2) : Double.NaN;
    }

    /**
     * Gain of a doubling ρ = ln 2 · dS/d ln t / S: what as many steps again would add, relative, at the present pace
     * (DETECTORS.md §1).
     *
     * @param slope dS/d ln t with its standard error
     * @param level S, which must be positive for ρ to mean anything
     */
    public static Estimate gainOfDoubling(Estimate slope, double level) {
        if (!(level > 0)) {
            return Estimate.UNKNOWN;
        }
        return new Estimate(LN_2 * slope.value() / level, LN_2 * slope.standardError() / level);
    }
}
