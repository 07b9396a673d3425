package io.neuralentropy.trainer.science;

import io.neuralentropy.events.EntropyEstimate;
import java.util.SplittableRandom;

/**
 * Total entropy of a known law: S_tot = ½∫E‖d*‖²dλ over a range of log-SNR (on a process's clock ∫ w E‖e*‖² ds), nats; what
 * an ideal network stores (arXiv:2409.03817). Worked out as KL(p_low‖p_eq) − KL(p_high‖p_eq), which equals the integral (de Bruijn)
 * and needs no quadrature.
 */
public final class TotalEntropy {
    /** Draws of {@link #of(EntropyRange, GaussianMixture)}: a standard error below 0.002 nats on the paper's mixtures. */
    public static final long SAMPLES = 100_000;

    private TotalEntropy() {}

    /** S_tot with {@link #SAMPLES} draws, the same at every call. */
    public static EntropyEstimate of(EntropyRange range, GaussianMixture law) {
        return of(range, law, SAMPLES, 1);
    }

    /**
     * S_tot: in closed form ({@code analytic}, no standard error) for a Gaussian, by Monte Carlo ({@code monte-carlo}) for
     * a mixture.
     *
     * <p>With I the component behind y, −H[p_s] = −H(y|I) − H(I) + H(I|y). All but the last is closed, and so is E log p_eq;
     * only the mean of H(I|y), which lies between 0 and ln(components) whatever D and κ, is left to the draws. Both ends use
     * the same draws.
     *
     * @param samples draws, at least 2; not used for a Gaussian
     */
    public static EntropyEstimate of(EntropyRange range, GaussianMixture law, long samples, long seed) {
        double closed = closedKl(range, law, range.high()) - closedKl(range, law, range.low());
        if (law.components() == 1) {
            return new EntropyEstimate(closed, Double.NaN, "analytic");
        }
        if (samples < 2) {
            throw new IllegalArgumentException("a standard error needs at least 2 samples, not " + samples);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[law.dimension()];
        double[] z = new double[law.dimension()];
        double[] y = new double[law.dimension()];
        double mean = 0;
        double squares = 0;
        for (long n = 1; n <= samples; n++) {
            law.sample(random, x);
            for (int d = 0; d < z.length; d++) {
                z[d] = random.nextGaussian();
            }
            double value = unsure(range, law, range.high(), x, z, y) - unsure(range, law, range.low(), x, z, y);
            double difference = value - mean;
            mean += difference / n;
            squares += difference * (value - mean);
        }
        return new EntropyEstimate(closed + mean, Math.sqrt(squares / (samples - 1) / samples), "monte-carlo");
    }

    /**
     * KL(p_s‖p_eq) of a Gaussian N(m, s₀²I), nats: ½[D(V − 1 − ln V) + μ²‖m‖²/κ²] with V = μ²s₀²/κ² + 1 − μ².
     *
     * @throws IllegalArgumentException for a mixture of several
     */
    public static double klToEquilibrium(DiffusionProcess process, GaussianMixture gaussian, double s) {
        single(gaussian);
        return closedKl(process.range(), gaussian, process.logSnr(s));
    }

    /**
     * Rate of total entropy dS_tot/ds = w E‖e*‖² of a Gaussian N(m, s₀²I), nats per unit of time: (κ²β/2)[μ²‖m‖²/κ⁴ +
     * Dμ⁴(κ² − s₀²)²/(vκ⁴)], v = μ²s₀² + Σ².
     *
     * @throws IllegalArgumentException for a mixture of several
     */
    public static double rate(DiffusionProcess process, GaussianMixture gaussian, double s) {
        single(gaussian);
        double kappaSquare = process.kappa() * process.kappa();
        double muSquare = process.mu(s) * process.mu(s);
        double dataVariance = gaussian.deviation(0) * gaussian.deviation(0);
        double v = muSquare * dataVariance + kappaSquare * process.lost(s);
        double shift = muSquare * GaussianMixture.squareNorm(gaussian.mean(0));
        double spread = gaussian.dimension()
                * muSquare
                * muSquare
                * (kappaSquare - dataVariance)
                * (kappaSquare - dataVariance)
                / v;
        return process.weight(s) * (shift + spread) / (kappaSquare * kappaSquare);
    }

    /** KL(p_s‖p_eq) without E H(I|y): Σᵢ rᵢ{ln rᵢ + ½[D(Vᵢ − 1 − ln Vᵢ) + μ²‖mᵢ‖²/κ²]}. */
    private static double closedKl(EntropyRange range, GaussianMixture law, double logSnr) {
        double kappaSquare = range.kappa() * range.kappa();
        double muSquare = range.muSquare(logSnr);
        double sum = 0;
        for (int i = 0; i < law.components(); i++) {
            double excess = muSquare * (law.deviation(i) * law.deviation(i) / kappaSquare - 1);
            double spread = law.dimension() * (excess - Math.log1p(excess));
            double shift = muSquare * GaussianMixture.squareNorm(law.mean(i)) / kappaSquare;
            sum += law.weight(i) * (Math.log(law.weight(i)) + (spread + shift) / 2);
        }
        return sum;
    }

    private static double unsure(
            EntropyRange range, GaussianMixture law, double logSnr, double[] x, double[] z, double[] y) {
        double mu = Math.sqrt(range.muSquare(logSnr));
        double sigma = range.sigma(logSnr);
        for (int d = 0; d < y.length; d++) {
            y[d] = mu * x[d] + sigma * z[d];
        }
        return law.posteriorEntropy(mu, sigma, y);
    }

    private static void single(GaussianMixture law) {
        if (law.components() != 1) {
            throw new IllegalArgumentException("closed only for one Gaussian, not for " + law.components());
        }
    }
}
