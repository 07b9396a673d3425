package io.neuralentropy.trainer.science;

/**
 * The likelihood that a network gives to data, from below, by its learned entropy: no forward pass beyond the one of S_lin.
 *
 * <p>The model: y at λ_low is drawn from p_eq = N(0, κ²I), taken to λ_high by the reverse diffusion with the network's score, and
 * a data point is drawn from N(y/μ, Σ²/μ² I) there. Girsanov's theorem (or the variational bound of arXiv:2107.00630 in
 * continuous time) then says, per data point x, with S_lin(x) = ½∫E[2d·d̃ − ‖d‖² | x] dλ and μ = μ(λ_high),
 *
 * <pre>log p_θ(x) ≥ S_lin(x) + ln N(0; 0, κ²I) − ½μ²‖x‖²/κ² − ½D(1 − μ²) + D ln μ,</pre>
 *
 * which as μ → 1 is log p_eq(x) + S_lin(x). For an ideal network the bound's mean is −H of the data diffused to λ_high and
 * scaled back, less KL(p_low‖p_eq). Hence for data of known density KL(p_d‖p_θ) ≤ E log p_d − E[bound].
 *
 * <p>Nats per data point, of a density: for data that are themselves discrete (8-bit pixels) it grows with λ_high without
 * bound and says little; compare runs of one range only. bits/dim = −nats/(D ln 2).
 *
 * <p>By {@link EvaluationRule#PAPER} as in the paper's code (arXiv:2409.03817; diffusion_util.py, data_util.py): the prior is
 * N(0, Σ(λ_low)²I), of which it takes the entropy for the cross-entropy and so leaves out −½μ²‖x‖²/Σ² at λ_low, and the density
 * is that of y at λ_high. Its likelihood is too high, and its KL too low, by the term left out: .33 nats on the paper's mixture of
 * D = 9 at κ = 0.1.
 */
public final class PathLikelihood {
    private final EntropyRange range;
    private final EvaluationRule rule;
    private final int dimension;

    /** @param range over which S_lin was integrated */
    public PathLikelihood(EntropyRange range, EvaluationRule rule, int dimension) {
        this.range = range;
        this.rule = rule;
        this.dimension = dimension;
    }

    /**
     * The bound of log p_θ(x); linear in both numbers, so that means over points may be given.
     *
     * @param squareNorm ‖x‖²
     * @param learned S_lin(x), nats
     */
    public double bound(double squareNorm, double learned) {
        double kappaSquare = range.kappa() * range.kappa();
        double kept = range.muSquare(range.high());
        if (rule == EvaluationRule.PAPER) {
            double sigma = range.sigma(range.low());
            double change = kept - range.muSquare(range.low());
            return learned
                    - dimension / 2.0 * Math.log(2 * Math.PI * Math.E * sigma * sigma)
                    - change / 2 * (squareNorm / kappaSquare - dimension);
        }
        return learned
                - dimension / 2.0 * Math.log(2 * Math.PI * kappaSquare)
                - kept / 2 * squareNorm / kappaSquare
                - dimension / 2.0 * range.lost(range.high())
                + dimension / 2.0 * Math.log(kept);
    }
}
