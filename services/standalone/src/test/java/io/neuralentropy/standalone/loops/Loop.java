package io.neuralentropy.standalone.loops;

import java.util.function.DoubleUnaryOperator;

/**
 * The three loops' networks: the best one on independent Gaussian numbers, its output times a scale. All are linear in x, so both
 * entropies are integrals over λ of closed forms: S_NN of ½E‖ε_eq − ε̂‖², S_lin of ½(E‖ε − ε_eq‖² − E‖ε − ε̂‖²), ε_eq the best
 * prediction of the noise if the data were N(0, κ²I). Worked out from what each network says of x₀, and so by another way than the
 * loops'.
 */
enum Loop {
    /** DDPM's noise prediction, on α² + σ² = 1. */
    DDPM(1) {
        @Override
        double alpha(double logSnr) {
            return Math.sqrt(1 / (1 + Math.exp(-logSnr)));
        }

        @Override
        double onPoint(double alpha, double sigma, double scale) {
            return (1 - scale) / alpha;
        }
    },
    /** EDM's F, α = 1. */
    EDM(.5) {
        @Override
        double alpha(double logSnr) {
            return 1;
        }

        @Override
        double onPoint(double alpha, double sigma, double scale) {
            double skip = kappa * kappa / (sigma * sigma + kappa * kappa);
            return (1 - scale) * skip;
        }
    },
    /** The velocity of the straight path α = 1 − t, σ = t. */
    FLOW(1) {
        @Override
        double alpha(double logSnr) {
            return 1 / (1 + Math.exp(-logSnr / 2));
        }

        @Override
        double onPoint(double alpha, double sigma, double scale) {
            return 1 - scale;
        }
    };

    private static final int DIMENSION = 16;
    private static final int CELLS = 4_000;

    final double kappa;

    Loop(double kappa) {
        this.kappa = kappa;
    }

    /** Name of its script. */
    String script() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    abstract double alpha(double logSnr);

    /** What a network whose output is scaled takes x for: its x̂₀ is this times x, and {@code scale} times the best one. */
    abstract double onPoint(double alpha, double sigma, double scale);

    private static double mean(int k) {
        return k % 2 == 0 ? .3 : -.3;
    }

    private static double variance(int k) {
        return .5 / ((k + 1.) * (k + 1));
    }

    double neural(double scale, double low, double high) {
        return integral(logSnr -> rate(logSnr, scale, false), low, high);
    }

    double learned(double scale, double low, double high) {
        return integral(logSnr -> rate(logSnr, scale, true), low, high);
    }

    private double rate(double logSnr, double scale, boolean learned) {
        double alpha = alpha(logSnr);
        double sigma = alpha * Math.exp(-logSnr / 2);
        double equilibrium = sigma / (sigma * sigma + kappa * kappa * alpha * alpha);
        double sum = 0;
        for (int k = 0; k < DIMENSION; k++) {
            double v = alpha * alpha * variance(k) + sigma * sigma;
            double gain = alpha * variance(k) / v;
            // x̂ = a·x + b, then ε̂ = (x − αx̂)/σ = slope·x + shift
            double a = onPoint(alpha, sigma, scale) + scale * gain;
            double b = scale * (1 - gain * alpha) * mean(k);
            double slope = (1 - alpha * a) / sigma;
            double shift = -alpha * b / sigma;
            double at = alpha * mean(k);
            sum += learned
                    ? miss(equilibrium, 0, sigma, v, at) - miss(slope, shift, sigma, v, at)
                    : square(equilibrium - slope, -shift, v, at);
        }
        return sum / 2;
    }

    /** E(slope·x + shift)², x of variance v and mean at. */
    private static double square(double slope, double shift, double v, double at) {
        return slope * slope * v + (slope * at + shift) * (slope * at + shift);
    }

    /** E(ε − slope·x − shift)²; x has the covariance σ with ε. */
    private static double miss(double slope, double shift, double sigma, double v, double at) {
        return 1 - 2 * slope * sigma + square(slope, shift, v, at);
    }

    /** Simpson's rule. */
    private static double integral(DoubleUnaryOperator rate, double low, double high) {
        double width = (high - low) / CELLS;
        double sum = 0;
        for (int i = 0; i < CELLS; i++) {
            double from = low + i * width;
            sum += rate.applyAsDouble(from)
                    + 4 * rate.applyAsDouble(from + width / 2)
                    + rate.applyAsDouble(from + width);
        }
        return sum * width / 6;
    }

    /** S_tot without an integral: ½Σ(V − 1 − ln V + μ²m²/κ²) at the upper end less that at the lower, V = μ²s²/κ² + 1 − μ². */
    double total(double low, double high) {
        return divergence(high) - divergence(low);
    }

    private double divergence(double logSnr) {
        double muSquare = 1 / (1 + Math.exp(-logSnr) / kappa / kappa);
        double sum = 0;
        for (int k = 0; k < DIMENSION; k++) {
            double v = muSquare * variance(k) / kappa / kappa + 1 - muSquare;
            sum += v - 1 - Math.log(v) + muSquare * mean(k) * mean(k) / kappa / kappa;
        }
        return sum / 2;
    }
}
