package io.neuralentropy.trainer.science;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Images as a Gaussian whose spectrum falls as a power, with the grain of 8 bits; and throws of them as a network sees
 * them whose d is a times the ideal one. Shares no formula with what it tests.
 */
final class PowerLawImages {
    private final double[] spectrum;

    PowerLawImages(int pixels) {
        spectrum = new double[pixels];
        for (int k = 0; k < pixels; k++) {
            spectrum[k] = Math.pow(k + 1, -1.8);
        }
        double mean = Arrays.stream(spectrum).average().orElseThrow();
        for (int k = 0; k < pixels; k++) {
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

    /** ‖d‖² and d·d̃ of a throw. The noise in x_t is integrated out but for the one number of it that matters. */
    double[] draw(DiffusionProcess process, double t, double a, SplittableRandom random) {
        double alpha = process.alpha(t);
        double sigma = process.sigma(t);
        double q = sigma * sigma + process.kappa() * process.kappa() * alpha * alpha;
        double square = 0;
        double told = 0;
        double unsure = 0;
        for (double variance : spectrum) {
            double v = alpha * alpha * variance + sigma * sigma;
            double x = Math.sqrt(v) * random.nextGaussian();
            double d = a * (sigma / q - sigma / v) * x;
            square += d * d;
            told += d * (sigma / q * x - sigma / v * x);
            unsure += d * d * alpha * alpha * variance / v;
        }
        return new double[] {square, told - Math.sqrt(unsure) * random.nextGaussian()};
    }
}
