package io.neuralentropy.trainer.science;

import java.util.Map;

/**
 * A forward diffusion with Gaussian transitions, x_t = α(t)x₀ + σ(t)ε, on a clock t that training draws uniformly from
 * [{@link #timeLow}, {@link #timeHigh}]; and the width κ of the law p_eq = N(0, κ²I) that entropies are measured against.
 *
 * <p>Up to the clock and a factor c every such path is the one that relaxes to p_eq: y = c·x_t = μx₀ + Σε with c = (α² +
 * σ²/κ²)^-½, μ = cα, Σ = κ√(1 − μ²), and μ² depends on the log-SNR λ = ln(α²/σ²) and κ alone. So do all entropies, if they are
 * integrated over λ: with d = Σ·e, e the network's score of y less that of p_eq, they are ½∫ … dλ of E‖d‖² and of E[2d·d̃ −
 * ‖d‖²]. Sources: Kingma et al., Variational Diffusion Models, arXiv:2107.00630 (only the ends of λ matter); Premkumar, Neural
 * Entropy, arXiv:2409.03817 (the entropies on the path that relaxes).
 *
 * <p>t has no unit, α none, σ and κ that of the data. Which processes there are: {@link ProcessNames}. Immutable.
 */
public abstract class DiffusionProcess {
    /** κ of the paper's VPx and SL experiments. */
    public static final double PAPER_KAPPA = RelaxingProcess.PAPER_KAPPA;

    private static final int BISECTIONS = 100;

    private final String name;
    private final double kappa;

    DiffusionProcess(String name, double kappa) {
        if (!(kappa > 0) || kappa == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("kappa must be a positive number, not " + kappa);
        }
        this.name = name;
        this.kappa = kappa;
    }

    /** Variance preserving, κ = 1. */
    public static DiffusionProcess vp() {
        return new RelaxingProcess("vp", 1, false);
    }

    /** The clock of VP, relaxing to N(0, κ²I). */
    public static DiffusionProcess vpx(double kappa) {
        return new RelaxingProcess("vpx", kappa, false);
    }

    /** The straight line μ = 1 − s, relaxing to N(0, κ²I); κ is the Σ₀ of the paper's code. */
    public static DiffusionProcess straightLine(double kappa) {
        return new RelaxingProcess("sl", kappa, true);
    }

    /**
     * The process of a name, with its usual κ: 0.1 for {@code vpx} and {@code sl}, σ_data for {@code edm}, else 1.
     *
     * @throws IllegalArgumentException when there is no such process; the message is fit for a user
     */
    public static DiffusionProcess named(String name) {
        return ProcessNames.named(name, null, EdmLaw.UNSET);
    }

    /**
     * The process of a name with a κ of one's own.
     *
     * @throws IllegalArgumentException when there is no such process or it cannot have this κ; the message is fit for a
     *     user
     */
    public static DiffusionProcess named(String name, double kappa) {
        return ProcessNames.named(name, kappa, EdmLaw.UNSET);
    }

    /**
     * The process of a name.
     *
     * @param kappa null: the usual one
     * @param law of {@code edm}'s noise; {@link EdmLaw#UNSET} for all others
     * @throws IllegalArgumentException when there is no such process or it cannot have these numbers; the message is fit for
     *     a user
     */
    public static DiffusionProcess named(String name, Double kappa, EdmLaw law) {
        return ProcessNames.named(name, kappa, law);
    }

    /** Its name in options and events. */
    public final String name() {
        return name;
    }

    /** Standard deviation of p_eq, in units of the data. */
    public final double kappa() {
        return kappa;
    }

    /** Start of the range of t that training covers. */
    public abstract double timeLow();

    /** End of the range of t that training covers. */
    public abstract double timeHigh();

    /** α(t): what is left of the data. */
    public abstract double alpha(double t);

    /** σ(t): standard deviation of the noise, in units of the data. */
    public abstract double sigma(double t);

    /** λ(t) = ln(α²/σ²), the logarithm of the signal-to-noise ratio; never grows with t. */
    public abstract double logSnr(double t);

    /**
     * −dλ/dt: how fast information goes on this clock; 1/(L·−dλ/dt), L the length of the range of t, is the density of λ in
     * training. On a grid of λᵢ: the trapezoid's cell of λᵢ by the share of t that has it.
     */
    public abstract double logSnrFall(double t);

    /** dα/dt; NaN where {@link #hasVelocity} says no. */
    abstract double alphaRate(double t);

    /** Whether t is a time in which the data move, so that dx_t/dt means something. */
    boolean hasVelocity() {
        return true;
    }

    /** Whether λ has single values, with gaps between them. */
    public boolean isDiscrete() {
        return false;
    }

    /** The values of λ, each equally likely in training; null where λ has no gaps. */
    double[] logSnrGrid() {
        return null;
    }

    /** The same α and σ at every λ on a clock without gaps: this process, but where λ has single values. */
    DiffusionProcess withoutGaps() {
        return this;
    }

    /** Whether 1/(density of λ) stays small enough for averages over t: not where the density has Gaussian tails. */
    public boolean hasTimeAverages() {
        return true;
    }

    /** What the network is told of t. */
    public double condition(double t) {
        return t;
    }

    /** What x_t is multiplied by before the network sees it. */
    public double inputScale(double t) {
        return 1;
    }

    /** σ_data of EDM's parameterisation; NaN where there is none. */
    double sigmaData() {
        return Double.NaN;
    }

    /** Whether α² + σ² = 1 at every t. */
    boolean preservesVariance() {
        return false;
    }

    /** Its numbers, by the names that events use. */
    public Map<String, Double> numbers() {
        return Map.of("kappa", kappa);
    }

    /** μ(t) = α(α² + σ²/κ²)^-½, 0 to 1. */
    public double mu(double t) {
        double alpha = alpha(t);
        return alpha / Math.hypot(alpha, sigma(t) / kappa);
    }

    /** 1 − μ², without cancellation where little is lost. */
    public double lost(double t) {
        double sigma = sigma(t) / kappa;
        double alpha = alpha(t);
        return sigma * sigma / (alpha * alpha + sigma * sigma);
    }

    /** c(t) = (α² + σ²/κ²)^-½: the factor from x_t to y. */
    public double relaxingScale(double t) {
        return 1 / Math.hypot(alpha(t), sigma(t) / kappa);
    }

    /** Σ(t) = cσ = κ√(1 − μ²): standard deviation of the noise in y, in units of the data. */
    public final double relaxingSigma(double t) {
        return kappa * Math.sqrt(lost(t));
    }

    /** β(t) = −d ln μ²/dt. */
    public double beta(double t) {
        return lost(t) * logSnrFall(t);
    }

    /** w(t) = κ²β/2 = ½Σ²·−dλ/dt: turns ‖e‖² into a rate of entropy, nats per unit of t. */
    public final double weight(double t) {
        return kappa * kappa * beta(t) / 2;
    }

    /** −½dλ/dt: turns ‖d‖² into a rate of entropy, nats per unit of t. */
    public final double rate(double t) {
        return logSnrFall(t) / 2;
    }

    /** g(t) = σ/(σ² + κ²α²): g·x_t is the best prediction of ε if the data were N(0, κ²I). */
    public final double equilibriumNoise(double t) {
        double sigma = sigma(t);
        double alpha = kappa * alpha(t);
        return sigma / (sigma * sigma + alpha * alpha);
    }

    /** All of λ that training covers. */
    public final EntropyRange range() {
        return new EntropyRange(kappa, logSnr(timeHigh()), logSnr(timeLow()));
    }

    /** The share of training's throws whose λ is at least this. */
    public final double shareAbove(double logSnr) {
        return (timeOf(logSnr) - timeLow()) / (timeHigh() - timeLow());
    }

    /** The time of a λ; the nearest end for a λ outside the range. */
    public final double timeOf(double logSnr) {
        double low = timeLow();
        double high = timeHigh();
        for (int i = 0; i < BISECTIONS && low < high; i++) {
            double middle = (low + high) / 2;
            if (logSnr(middle) >= logSnr) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public final String toString() {
        return name + " (kappa " + kappa + ")";
    }
}
