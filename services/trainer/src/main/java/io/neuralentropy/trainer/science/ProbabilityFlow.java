package io.neuralentropy.trainer.science;

import java.util.Arrays;

/**
 * Samples of what a network has learned, by the probability-flow ODE (Song et al., arXiv:2011.13456, eq. 13). On the path that
 * relaxes to p_eq = N(0, κ²I) and with the log-SNR λ as its clock it is the same for every process and objective:
 *
 * <pre>dy/dλ = ½Σ(λ)·d(y, λ),   Σ = κ√(1 − μ²), d = Σ·e</pre>
 *
 * from y ~ p_eq at the lowest λ to the highest, by Heun's rule (second order) in steps of equal length; then once more y ↦
 * E[x₀|y] = μy + (Σ/μ)d, which takes off what noise is left there.
 *
 * <p>Stateless: the points are the caller's.
 */
public final class ProbabilityFlow {
    /** d of a batch of points. */
    public interface Field {
        /**
         * @param logSnr λ
         * @param y the points, row by row
         * @param d receives d(y, λ), row by row
         */
        void at(double logSnr, double[] y, double[] d);
    }

    private final double kappa;
    private final double[] nodes;

    private ProbabilityFlow(double kappa, double[] nodes) {
        this.kappa = kappa;
        this.nodes = nodes;
    }

    /**
     * The flow over all of a process's log-SNRs; through single values of its own where it has only those.
     *
     * @param steps at least 1; each asks the field twice
     */
    public static ProbabilityFlow of(DiffusionProcess process, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("sampling needs at least one step, not " + steps);
        }
        EntropyRange range = process.range();
        double[] nodes = new double[steps + 1];
        Arrays.setAll(nodes, i -> range.low() + range.length() * i / steps);
        if (process.isDiscrete()) {
            double[] own = Arrays.stream(nodes)
                    .map(logSnr -> process.logSnr(process.timeOf(logSnr)))
                    .sorted()
                    .distinct()
                    .toArray();
            return new ProbabilityFlow(process.kappa(), own);
        }
        return new ProbabilityFlow(process.kappa(), nodes);
    }

    /**
     * Turns points of p_eq into samples.
     *
     * @param y drawn from N(0, κ²I); becomes the samples of x₀
     */
    public void transport(double[] y, Field field) {
        double[] slope = new double[y.length];
        double[] next = new double[y.length];
        double[] other = new double[y.length];
        for (int i = 0; i + 1 < nodes.length; i++) {
            double step = nodes[i + 1] - nodes[i];
            double here = step * sigma(nodes[i]) / 2;
            double there = step * sigma(nodes[i + 1]) / 2;
            field.at(nodes[i], y, slope);
            for (int k = 0; k < y.length; k++) {
                next[k] = y[k] + here * slope[k];
            }
            field.at(nodes[i + 1], next, other);
            for (int k = 0; k < y.length; k++) {
                y[k] += (here * slope[k] + there * other[k]) / 2;
            }
        }
        double last = nodes[nodes.length - 1];
        field.at(last, y, slope);
        double mu = mu(last);
        double onSlope = sigma(last) / mu;
        for (int k = 0; k < y.length; k++) {
            y[k] = mu * y[k] + onSlope * slope[k];
        }
    }

    /** Σ(λ). */
    private double sigma(double logSnr) {
        return kappa / Math.sqrt(1 + Math.exp(logSnr) * kappa * kappa);
    }

    /** μ(λ). */
    private double mu(double logSnr) {
        return 1 / Math.sqrt(1 + Math.exp(-logSnr) / (kappa * kappa));
    }
}
