package io.neuralentropy.bench.estimator;

import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropyRange;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Images of 28 × 28 pixels as a Gaussian: a spectrum that falls as k^−1.8, pixels of variance 0.25, the grain of 8 bits. All entropies
 * are known in closed form.
 */
final class PowerLawImages {
    private static final int PIXELS = 784;

    private final double[] spectrum = new double[PIXELS];

    PowerLawImages() {
        for (int k = 0; k < PIXELS; k++) {
            spectrum[k] = Math.pow(k + 1, -1.8);
        }
        double mean = Arrays.stream(spectrum).average().orElseThrow();
        for (int k = 0; k < PIXELS; k++) {
            spectrum[k] = spectrum[k] / mean * .25 + 1 / (255. * 255 * 12);
        }
    }

    /** S_tot = KL(p_high‖p_eq) − KL(p_low‖p_eq). */
    double total(EntropyRange range) {
        return divergence(range.kappa(), range.high()) - divergence(range.kappa(), range.low());
    }

    private double divergence(double kappa, double logSnr) {
        double odds = kappa * kappa * Math.exp(logSnr);
        double sum = 0;
        for (double variance : spectrum) {
            double excess = odds / (1 + odds) * (variance / (kappa * kappa) - 1);
            sum += (excess - Math.log1p(excess)) / 2;
        }
        return sum;
    }

    /** ‖d‖² and d·d̃ of a throw of a network whose d is {@code a} times the ideal one. */
    double[] draw(DiffusionProcess process, double t, double a, SplittableRandom random) {
        double alpha = process.alpha(t);
        double sigma = process.sigma(t);
        double best = process.equilibriumNoise(t);
        double square = 0;
        double product = 0;
        for (double variance : spectrum) {
            double noise = random.nextGaussian();
            double x = alpha * Math.sqrt(variance) * random.nextGaussian() + sigma * noise;
            double d = a * (best - sigma / (alpha * alpha * variance + sigma * sigma)) * x;
            square += d * d;
            product += d * (best * x - noise);
        }
        return new double[] {square, product};
    }
}
