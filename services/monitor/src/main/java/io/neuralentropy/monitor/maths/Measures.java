package io.neuralentropy.monitor.maths;

import io.neuralentropy.monitor.snapshot.Estimate;

/**
 * What follows from entropies and from what is known of the data. Entropies in nats per data point; NaN in, NaN out;
 * unknown is NaN. Source of S_NN, S_tot and η: A. Premkumar, "Neural Entropy", arXiv 2409.03817; in the language of denoising
 * S_tot and S_lin are excess mean square errors integrated over the SNR: S. Verdú, "Mismatched Estimation and Relative Entropy", IEEE
 * Trans. Inf. Theory 56, 3712 (2010).
 *
 * <p>d is by how much the network's prediction of the noise departs from that of the reference Gaussian, d* by how much an ideal
 * one's does, ⟨·⟩ the expectation integrated over ½ d ln SNR: S_NN = ⟨‖d‖²⟩, S_lin = ⟨2 d·d* − ‖d‖²⟩, S_tot = ⟨‖d*‖²⟩.
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
     * Aligned entropy (S_NN + S_lin) / 2 = ⟨d·d*⟩: how much of what there is to know the network's output points at, whatever else it
     * puts out. d = a d* has a S_tot; an error that is uncorrelated with d* leaves it as it is, while S_NN grows and S_lin falls by that
     * error's square. At most √(S_NN S_tot). Where it is near S_tot and S_lin far below, what is wrong in the output is noise, not
     * direction.
     *
     * <p>No error is stated: those of S_NN and S_lin are anticorrelated just where this matters, by how much nobody says.
     */
    public static double alignedEntropy(double neural, double learned) {
        return (neural + learned) / 2;
    }

    /**
     * Gap S_lin(trained on) − S_lin(held out), nats: 0 in expectation while a network generalises, above 0 where it knows the
     * points that it was trained on better than others of their kind, which is memorising.
     *
     * <p>Its error is that of independent samples, the root of the sum of the squares. The points of two evaluations are. Their noise
     * need not be: where the i-th points of both share theirs, 2 cov/n is to be taken off, which no event states. It is not negative
     * for a network that knows both alike (the variance, by noise, of the mean over points), so that the error is stated at least as
     * large as it is.
     */
    public static Estimate heldOutGap(Estimate trained, Estimate heldOut) {
        return new Estimate(
                trained.value() - heldOut.value(), Math.hypot(trained.standardError(), heldOut.standardError()));
    }

    /**
     * What a network proves of the data: S_CS = (S_NN + S_lin)² / (4 S_NN) = ⟨d·d*⟩² / ⟨‖d‖²⟩ ≤ ⟨‖d*‖²⟩ = S_tot by the
     * Cauchy-Schwarz inequality, equal where d is proportional to d*; never below S_lin, of which it is the most that scaling d can
     * reach. It holds for the law of points that the network was not trained on, so for entropies of held-out points. Unknown where
     * S_NN is not positive or either is not finite.
     *
     * <p>Error to first order, with a = (S_NN + S_lin) / (2 S_NN): ∂S_CS/∂S_lin = a, ∂S_CS/∂S_NN = a − a². The covariance of the two
     * is not stated: the worst case |a| se_lin + |a − a²| se_NN is taken.
     */
    public static Estimate cauchySchwarz(Estimate neural, Estimate learned) {
        double scale = outputScale(neural.value(), learned.value());
        if (!Double.isFinite(scale)) {
            return Estimate.UNKNOWN;
        }
        double error =
                Math.abs(scale) * learned.standardError() + Math.abs(scale - scale * scale) * neural.standardError();
        return new Estimate(scale * scale * neural.value(), error);
    }

    /**
     * S_lin(trained on) / S_emp, S_emp the entropy of the training points themselves taken as the law: the S_tot of a network that
     * knows nothing but them, so that 1 would be memorised wholly. Unknown where S_emp is not positive.
     */
    public static double memorisedRatio(double learned, double empirical) {
        return learnedRatio(learned, empirical);
    }

    /** S_NN / (P ln 2): bits that the network stores per parameter. Unknown where P is not known (0). */
    public static double bitsPerParameter(double neural, long parameters) {
        return parameters > 0 ? neural / (parameters * LN_2) : Double.NaN;
    }

    /**
     * Gain of a doubling ρ = ln 2 · dS/d ln t / S: what as many steps again would add, relative, at the present pace.
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
