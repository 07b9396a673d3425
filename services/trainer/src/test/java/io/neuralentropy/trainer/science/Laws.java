package io.neuralentropy.trainer.science;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Laws made from other laws, for tests of invariance. */
final class Laws {
    private Laws() {}

    /** The law of c·x. */
    static GaussianMixture scaled(GaussianMixture law, double c) {
        double[] deviations = new double[law.components()];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = c * law.deviation(i);
        }
        return with(law, deviations, mean -> {
            for (int d = 0; d < mean.length; d++) {
                mean[d] *= c;
            }
            return mean;
        });
    }

    /** The law with its means mapped. */
    static GaussianMixture mapped(GaussianMixture law, UnaryOperator<double[]> map) {
        double[] deviations = new double[law.components()];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = law.deviation(i);
        }
        return with(law, deviations, map);
    }

    private static GaussianMixture with(GaussianMixture law, double[] deviations, UnaryOperator<double[]> map) {
        double[] weights = new double[law.components()];
        double[][] means = new double[law.components()][];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = law.weight(i);
            means[i] = map.apply(law.mean(i));
        }
        return new GaussianMixture(weights, means, deviations);
    }

    /** A random orthogonal matrix: Gram-Schmidt of Gaussian rows. */
    static Rotation rotation(int dimension, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            for (int d = 0; d < dimension; d++) {
                rows[i][d] = random.nextGaussian();
            }
            for (int k = 0; k < i; k++) {
                double dot = dot(rows[i], rows[k]);
                for (int d = 0; d < dimension; d++) {
                    rows[i][d] -= dot * rows[k][d];
                }
            }
            double norm = Math.sqrt(dot(rows[i], rows[i]));
            for (int d = 0; d < dimension; d++) {
                rows[i][d] /= norm;
            }
        }
        return new Rotation(rows);
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    record Rotation(double[][] rows) {
        double[] apply(double[] x) {
            double[] turned = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                turned[i] = dot(rows[i], x);
            }
            return turned;
        }
    }
}
