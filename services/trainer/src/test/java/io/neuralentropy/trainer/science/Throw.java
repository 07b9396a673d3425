package io.neuralentropy.trainer.science;

import java.util.SplittableRandom;

/**
 * One diffused point and the ideal output there.
 *
 * @param square ‖e*‖²
 * @param cross e*·ẽ
 * @param targetSquare ‖ẽ‖²
 */
record Throw(double s, double square, double cross, double targetSquare) {
    static Throw of(DiffusionProcess process, GaussianMixture law, double[] x, double s, SplittableRandom random) {
        double[] y = new double[x.length];
        double[] target = new double[x.length];
        double[] ideal = new double[x.length];
        double sigma = process.sigma(s);
        for (int d = 0; d < x.length; d++) {
            double z = random.nextGaussian();
            y[d] = process.mu(s) * x[d] + sigma * z;
            target[d] = y[d] / (process.kappa() * process.kappa()) - z / sigma;
        }
        law.idealOutput(process, s, y, ideal);
        return new Throw(
                s, GaussianMixture.squareNorm(ideal), Laws.dot(ideal, target), GaussianMixture.squareNorm(target));
    }
}
