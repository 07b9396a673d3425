package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.GaussianMixture;
import java.util.SplittableRandom;

/**
 * The rate of total entropy w(s) E‖e*(y, s)‖² of a known law at given times, nats per unit of s: what an ideal network's rate would
 * be (arXiv:2409.03817). e* is known in closed form, its mean by Monte Carlo with the same draws at every time.
 */
final class IdealRates {
    private static final int SAMPLES = 10_000;
    private static final long SEED = 1;

    private IdealRates() {}

    /** The rates with their standard errors. The learned ones are the same: an ideal network stores nothing wrong. */
    static Rates of(DiffusionProcess process, GaussianMixture law, double[] times) {
        double[] means = new double[times.length];
        double[] squares = new double[times.length];
        SplittableRandom random = new SplittableRandom(SEED);
        double[] x = new double[law.dimension()];
        double[] z = new double[law.dimension()];
        double[] y = new double[law.dimension()];
        double[] ideal = new double[law.dimension()];
        for (int n = 1; n <= SAMPLES; n++) {
            law.sample(random, x);
            for (int d = 0; d < z.length; d++) {
                z[d] = random.nextGaussian();
            }
            for (int i = 0; i < times.length; i++) {
                double mu = process.mu(times[i]);
                double sigma = process.sigma(times[i]);
                double square = 0;
                for (int d = 0; d < y.length; d++) {
                    y[d] = mu * x[d] + sigma * z[d];
                }
                law.idealOutput(process, times[i], y, ideal);
                for (double component : ideal) {
                    square += component * component;
                }
                double rate = process.weight(times[i]) * square;
                double difference = rate - means[i];
                means[i] += difference / n;
                squares[i] += difference * (rate - means[i]);
            }
        }
        double[] errors = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            errors[i] = Math.sqrt(squares[i] / (SAMPLES - 1) / SAMPLES);
        }
        return new Rates(times, means, errors, means);
    }
}
