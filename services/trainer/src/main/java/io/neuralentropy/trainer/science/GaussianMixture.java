package io.neuralentropy.trainer.science;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A law of data p_d = Σᵢ rᵢ N(mᵢ, sᵢ²I), whose diffused law has a closed score at every time: p_t = Σᵢ rᵢ N(αmᵢ, vᵢI) with vᵢ =
 * α²sᵢ² + σ², ∇ log p_t(x) = −Σᵢ wᵢ(x)(x − αmᵢ)/vᵢ with posterior weights wᵢ. A single Gaussian is a mixture of one.
 *
 * <p>Immutable and thread-safe; the methods that take an {@code out} array allocate nothing.
 */
public final class GaussianMixture {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final double[] weights;
    private final double[] logWeights;
    private final double[][] means;
    private final double[] deviations;

    /**
     * @param weights positive; scaled to sum to 1
     * @param means one point of equal dimension per weight
     * @param deviations standard deviations of the components, positive
     */
    public GaussianMixture(double[] weights, double[][] means, double[] deviations) {
        int n = weights.length;
        if (n == 0 || means.length != n || deviations.length != n) {
            throw new IllegalArgumentException("a mixture needs as many means and deviations as weights, at least one");
        }
        double sum = Arrays.stream(weights).sum();
        this.weights = new double[n];
        this.logWeights = new double[n];
        this.means = new double[n][];
        this.deviations = deviations.clone();
        for (int i = 0; i < n; i++) {
            if (!(weights[i] > 0) || !(deviations[i] > 0) || !Double.isFinite(weights[i] + deviations[i])) {
                throw new IllegalArgumentException("weights and deviations must be positive numbers");
            }
            if (means[i].length == 0 || means[i].length != means[0].length) {
                throw new IllegalArgumentException("means must have one dimension, at least 1");
            }
            this.weights[i] = weights[i] / sum;
            this.logWeights[i] = Math.log(this.weights[i]);
            this.means[i] = means[i].clone();
        }
    }

    /** N(mean, deviation²·I). */
    public static GaussianMixture gaussian(double[] mean, double deviation) {
        return new GaussianMixture(new double[] {1}, new double[][] {mean}, new double[] {deviation});
    }

    /** The mixture of the paper's experiments in that dimension: {@link PaperMixtures}. */
    public static GaussianMixture paper(int dimension) {
        return PaperMixtures.of(dimension);
    }

    /** D. */
    public int dimension() {
        return means[0].length;
    }

    /** Number of components. */
    public int components() {
        return weights.length;
    }

    /** Weight rᵢ; they sum to 1. */
    public double weight(int component) {
        return weights[component];
    }

    /** A copy of the mean mᵢ. */
    public double[] mean(int component) {
        return means[component].clone();
    }

    /** Standard deviation sᵢ. */
    public double deviation(int component) {
        return deviations[component];
    }

    /** E‖x‖² = Σᵢ rᵢ(‖mᵢ‖² + D sᵢ²). */
    public double secondMoment() {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (squareNorm(means[i]) + dimension() * deviations[i] * deviations[i]);
        }
        return sum;
    }

    /** Draws a data point into {@code out}. */
    public void sample(RandomGenerator random, double[] out) {
        int i = component(random.nextDouble());
        for (int d = 0; d < out.length; d++) {
            out[d] = means[i][d] + deviations[i] * random.nextGaussian();
        }
    }

    private int component(double unit) {
        int last = weights.length - 1;
        for (int i = 0; i < last; i++) {
            unit -= weights[i];
            if (unit < 0) {
                return i;
            }
        }
        return last;
    }

    /** log p_d(x), nats. */
    public double logDensity(double[] x) {
        return logDensity(1, 0, x);
    }

    /** log p_t(x_t), nats. */
    public double logDensity(DiffusionProcess process, double t, double[] y) {
        return logDensity(process.alpha(t), square(process.sigma(t)), y);
    }

    private double logDensity(double mu, double noise, double[] y) {
        double best = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double log = logJoint(i, mu, variance(i, mu, noise), y);
            if (log > best) {
                sum = sum * Math.exp(best - log) + 1;
                best = log;
            } else {
                sum += Math.exp(log - best);
            }
        }
        return best + Math.log(sum) - dimension() * LOG_TWO_PI / 2;
    }

    /** ∇ log p_t(x_t) into {@code out}. */
    public void score(DiffusionProcess process, double t, double[] y, double[] out) {
        double mu = process.alpha(t);
        double noise = square(process.sigma(t));
        Arrays.fill(out, 0);
        double best = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double v = variance(i, mu, noise);
            double log = logJoint(i, mu, v, y);
            double part = 1;
            if (log > best) {
                double shrink = Math.exp(best - log);
                sum *= shrink;
                for (int d = 0; d < out.length; d++) {
                    out[d] *= shrink;
                }
                best = log;
            } else {
                part = Math.exp(log - best);
            }
            sum += part;
            for (int d = 0; d < out.length; d++) {
                out[d] -= part * (y[d] - mu * means[i][d]) / v;
            }
        }
        for (int d = 0; d < out.length; d++) {
            out[d] /= sum;
        }
    }

    /**
     * e* = ∇ log p_y − ∇ log p_eq of y = c·x_t, into {@code out}: ∇ log p_t(x_t)/c + c·x_t/κ², what an ideal network puts out.
     */
    public void idealOutput(DiffusionProcess process, double t, double[] y, double[] out) {
        score(process, t, y, out);
        double scale = process.relaxingScale(t);
        double pull = scale / square(process.kappa());
        for (int d = 0; d < out.length; d++) {
            out[d] = out[d] / scale + pull * y[d];
        }
    }

    /** H(I | y) = −Σᵢ wᵢ ln wᵢ, nats: how unsure the component behind the diffused point y is; from 0 to ln components. */
    double posteriorEntropy(double mu, double sigma, double[] y) {
        double noise = square(sigma);
        double best = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double logSum = 0;
        for (int i = 0; i < weights.length; i++) {
            double log = logJoint(i, mu, variance(i, mu, noise), y);
            if (i == 0) {
                best = log;
                sum = 1;
            } else if (log > best) {
                double shrink = Math.exp(best - log);
                logSum = shrink * (logSum + (best - log) * sum);
                sum = sum * shrink + 1;
                best = log;
            } else {
                double part = Math.exp(log - best);
                sum += part;
                logSum += part == 0 ? 0 : part * (log - best);
            }
        }
        return Math.log(sum) - logSum / sum;
    }

    /** ln rᵢ − (D/2) ln v − ‖y − μmᵢ‖²/2v: the log of component i at y, but for the constant (D/2) ln 2π. */
    private double logJoint(int i, double mu, double v, double[] y) {
        double distance = 0;
        double[] mean = means[i];
        for (int d = 0; d < y.length; d++) {
            double difference = y[d] - mu * mean[d];
            distance += difference * difference;
        }
        return logWeights[i] - (y.length * Math.log(v) + distance / v) / 2;
    }

    private double variance(int i, double mu, double noise) {
        return mu * mu * deviations[i] * deviations[i] + noise;
    }

    static double squareNorm(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return sum;
    }

    private static double square(double x) {
        return x * x;
    }
}
