package io.neuralentropy.trainer.science;

import java.util.SplittableRandom;

/**
 * One diffused point and what an ideal network makes of it.
 *
 * @param square ‖d*‖²
 * @param cross d*·d̃
 * @param targetSquare ‖d̃‖²
 * @param covariates ‖ε‖², ε·x₀, ‖x₀‖²
 */
record Throw(double t, double square, double cross, double targetSquare, double[] covariates) {
    static Throw of(DiffusionProcess process, GaussianMixture law, double[] x, double t, SplittableRandom random) {
        double[] noised = new double[x.length];
        double[] noise = new double[x.length];
        double[] target = new double[x.length];
        double[] ideal = new double[x.length];
        for (int d = 0; d < x.length; d++) {
            noise[d] = random.nextGaussian();
            noised[d] = process.alpha(t) * x[d] + process.sigma(t) * noise[d];
            target[d] = process.equilibriumNoise(t) * noised[d] - noise[d];
        }
        law.idealOutput(process, t, noised, ideal);
        for (int d = 0; d < x.length; d++) {
            ideal[d] *= process.relaxingSigma(t);
        }
        return new Throw(
                t,
                GaussianMixture.squareNorm(ideal),
                Laws.dot(ideal, target),
                GaussianMixture.squareNorm(target),
                new double[] {GaussianMixture.squareNorm(noise), Laws.dot(noise, x), GaussianMixture.squareNorm(x)});
    }
}
