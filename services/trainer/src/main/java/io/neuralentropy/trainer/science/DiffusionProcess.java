package io.neuralentropy.trainer.science;

/**
 * A forward diffusion with Gaussian transitions, y = μ(s)x + Σ(s)z, that relaxes to p_eq = N(0, κ²I): drift −β(s)y/2, noise
 * σ(s) = κ√β(s), hence μ(s) = exp(−½∫₀ˢβ) and Σ(s) = κ√(1 − μ²).
 *
 * <p>The three processes of Neural Entropy (arXiv:2409.03817; model.py of its code) differ only in β and κ:
 *
 * <ul>
 *   <li>{@code vp}, {@code vpx}: β(s) = 0.1 + 15.9 s, so −ln μ² = 0.1 s + 7.95 s²; s from 1e-5 to 1; κ = 1 for {@code vp};
 *   <li>{@code sl} (straight line): β(s) = 2/(1 − s), so μ = 1 − s; s from 1e-5 to 1 − 1e-5, since β diverges at 1.
 * </ul>
 *
 * <p>Diffusion time s has no unit, 0 ≤ s ≤ 1. Immutable.
 */
public final class DiffusionProcess {
    /** κ of the paper's VPx and SL experiments. */
    public static final double PAPER_KAPPA = 0.1;

    private static final double FIRST_TIME = 1e-5;
    private static final double BETA_START = 0.1;
    private static final double BETA_GROWTH = 15.9;

    private final String name;
    private final double kappa;
    private final boolean straight;

    private DiffusionProcess(String name, double kappa, boolean straight) {
        if (!(kappa > 0) || kappa == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("kappa must be a positive number, not " + kappa);
        }
        this.name = name;
        this.kappa = kappa;
        this.straight = straight;
    }

    /** Variance preserving, κ = 1. */
    public static DiffusionProcess vp() {
        return new DiffusionProcess("vp", 1, false);
    }

    /** The clock of VP, relaxing to N(0, κ²I). */
    public static DiffusionProcess vpx(double kappa) {
        return new DiffusionProcess("vpx", kappa, false);
    }

    /** The straight line μ = 1 − s, relaxing to N(0, κ²I); κ is the Σ₀ of the paper's code. */
    public static DiffusionProcess straightLine(double kappa) {
        return new DiffusionProcess("sl", kappa, true);
    }

    /**
     * The process of a name, with the paper's κ: 1 for {@code vp}, 0.1 for {@code vpx} and {@code sl}.
     *
     * @throws IllegalArgumentException when there is no such process; the message is fit for a user
     */
    public static DiffusionProcess named(String name) {
        return named(name, "vp".equals(name) ? 1 : PAPER_KAPPA);
    }

    /**
     * The process of a name with a κ of one's own.
     *
     * @throws IllegalArgumentException when there is no such process or it cannot have this κ; the message is fit for a
     *     user
     */
    public static DiffusionProcess named(String name, double kappa) {
        switch (name) {
            case "vp":
                if (kappa != 1) {
                    throw new IllegalArgumentException("process vp has kappa 1, not " + kappa + ": use vpx");
                }
                return vp();
            case "vpx":
                return vpx(kappa);
            case "sl":
                return straightLine(kappa);
            default:
                throw new IllegalArgumentException("unknown process '" + name + "': use vp, vpx or sl");
        }
    }

    /** {@code vp}, {@code vpx} or {@code sl}. */
    public String name() {
        return name;
    }

    /** Standard deviation of p_eq, in units of the data. */
    public double kappa() {
        return kappa;
    }

    /** μ(s): what is left of the data. */
    public double mu(double s) {
        return straight ? 1 - s : Math.exp(logMuSquare(s) / 2);
    }

    /** 1 − μ², without cancellation near s = 0. */
    public double lost(double s) {
        return straight ? s * (2 - s) : -Math.expm1(logMuSquare(s));
    }

    /** Σ(s) = κ√(1 − μ²): standard deviation of the noise in y, in units of the data. */
    public double sigma(double s) {
        return kappa * Math.sqrt(lost(s));
    }

    /** β(s); infinite for {@code sl} at s = 1. */
    public double beta(double s) {
        return straight ? 2 / (1 - s) : BETA_START + BETA_GROWTH * s;
    }

    /** w(s) = κ²β(s)/2: turns ‖e‖² into a rate of entropy. */
    public double weight(double s) {
        return kappa * kappa * beta(s) / 2;
    }

    /** λ(s) = ln(μ²/Σ²), the logarithm of the signal-to-noise ratio. */
    public double logSnr(double s) {
        double logMuSquare = straight ? 2 * Math.log1p(-s) : logMuSquare(s);
        return logMuSquare - Math.log(lost(s)) - 2 * Math.log(kappa);
    }

    /** Start of the range of s that training and all entropies cover. */
    public double timeLow() {
        return FIRST_TIME;
    }

    /** End of the range of s that training and all entropies cover. */
    public double timeHigh() {
        return straight ? 1 - FIRST_TIME : 1;
    }

    private static double logMuSquare(double s) {
        return -s * (BETA_START + BETA_GROWTH * s / 2);
    }

    @Override
    public String toString() {
        return name + " (kappa " + kappa + ")";
    }
}
