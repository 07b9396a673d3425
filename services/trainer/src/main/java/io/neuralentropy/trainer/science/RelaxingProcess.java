package io.neuralentropy.trainer.science;

/**
 * The three processes of Neural Entropy (arXiv:2409.03817; model.py of its code), which relax to p_eq = N(0, κ²I) themselves:
 * drift −β(s)y/2, noise κ√β(s), hence α = μ = exp(−½∫₀ˢβ) and σ = Σ = κ√(1 − μ²). They differ only in β and κ:
 *
 * <ul>
 *   <li>{@code vp}, {@code vpx}: β(s) = 0.1 + 15.9 s, so −ln μ² = 0.1 s + 7.95 s²; s from 1e-5 to 1; κ = 1 for {@code vp};
 *   <li>{@code sl} (straight line): β(s) = 2/(1 − s), so μ = 1 − s; s from 1e-5 to 1 − 1e-5, since β diverges at 1.
 * </ul>
 */
final class RelaxingProcess extends DiffusionProcess {
    static final double PAPER_KAPPA = 0.1;

    private static final double FIRST_TIME = 1e-5;
    private static final double BETA_START = 0.1;
    private static final double BETA_GROWTH = 15.9;

    private final boolean straight;

    /** @param straight whether the clock is that of {@code sl} */
    RelaxingProcess(String name, double kappa, boolean straight) {
        super(name, kappa);
        this.straight = straight;
    }

    @Override
    public double timeLow() {
        return FIRST_TIME;
    }

    @Override
    public double timeHigh() {
        return straight ? 1 - FIRST_TIME : 1;
    }

    @Override
    public double alpha(double s) {
        return mu(s);
    }

    @Override
    public double sigma(double s) {
        return relaxingSigma(s);
    }

    @Override
    public double mu(double s) {
        return straight ? 1 - s : Math.exp(logMuSquare(s) / 2);
    }

    @Override
    public double lost(double s) {
        return straight ? s * (2 - s) : -Math.expm1(logMuSquare(s));
    }

    @Override
    public double relaxingScale(double s) {
        return 1;
    }

    /** Infinite for {@code sl} at s = 1. */
    @Override
    public double beta(double s) {
        return straight ? 2 / (1 - s) : BETA_START + BETA_GROWTH * s;
    }

    @Override
    public double logSnr(double s) {
        double logMuSquare = straight ? 2 * Math.log1p(-s) : logMuSquare(s);
        return logMuSquare - Math.log(lost(s)) - 2 * Math.log(kappa());
    }

    @Override
    public double logSnrFall(double s) {
        return beta(s) / lost(s);
    }

    @Override
    double alphaRate(double s) {
        return -mu(s) * beta(s) / 2;
    }

    @Override
    boolean preservesVariance() {
        return kappa() == 1;
    }

    private static double logMuSquare(double s) {
        return -s * (BETA_START + BETA_GROWTH * s / 2);
    }
}
