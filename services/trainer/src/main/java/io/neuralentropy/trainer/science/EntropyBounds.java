package io.neuralentropy.trainer.science;

import io.neuralentropy.events.EntropyEstimate;

/**
 * Bounds of the total entropy from two moments of the data, nats per data point, over a range of log-SNR. Both hold
 * whatever the law: the best linear denoiser is no better than the best one, and no denoiser beats certainty.
 */
public final class EntropyBounds {
    private EntropyBounds() {}

    /**
     * S_Gauss ≤ S_tot: the total entropy of the Gaussian with the same mean m and covariance C, [½Σₖ(Vₖ − 1 − ln Vₖ) +
     * ½μ²‖m‖²/κ²] at the upper end of λ minus the same at the lower, Vₖ the eigenvalues of I + μ²(C/κ² − I): trace and
     * determinant suffice.
     *
     * @param covariance symmetric, positive semidefinite
     */
    public static EntropyEstimate gaussian(EntropyRange range, double[] mean, double[][] covariance, String method) {
        double nats =
                gaussianKl(range, mean, covariance, range.high()) - gaussianKl(range, mean, covariance, range.low());
        return new EntropyEstimate(nats, Double.NaN, method);
    }

    /** S_Gauss of a known law, from its own mean and covariance. */
    public static EntropyEstimate gaussian(EntropyRange range, GaussianMixture law) {
        int dimension = law.dimension();
        double[] mean = new double[dimension];
        for (int i = 0; i < law.components(); i++) {
            double[] m = law.mean(i);
            for (int d = 0; d < dimension; d++) {
                mean[d] += law.weight(i) * m[d];
            }
        }
        double[][] covariance = new double[dimension][dimension];
        for (int i = 0; i < law.components(); i++) {
            double[] m = law.mean(i);
            for (int a = 0; a < dimension; a++) {
                covariance[a][a] += law.weight(i) * law.deviation(i) * law.deviation(i);
                for (int b = 0; b < dimension; b++) {
                    covariance[a][b] += law.weight(i) * (m[a] - mean[a]) * (m[b] - mean[b]);
                }
            }
        }
        return gaussian(range, mean, covariance, "analytic");
    }

    /**
     * K_cond ≥ S_tot: what the process would store of points that are known exactly, ½[Δμ²(E‖x‖²/κ² − D) − D·Δln(1 − μ²)], Δ from
     * the lower end of λ to the upper. It is ½∫E‖d̃‖²dλ, and S_lin = K_cond − ½∫E‖d − d̃‖²dλ for any network.
     *
     * @param secondMoment E‖x‖²
     */
    public static double conditional(EntropyRange range, int dimension, double secondMoment) {
        double lostLow = range.lost(range.high());
        double lostHigh = range.lost(range.low());
        double excess = secondMoment / (range.kappa() * range.kappa()) - dimension;
        return ((lostHigh - lostLow) * excess - dimension * Math.log(lostLow / lostHigh)) / 2;
    }

    private static double gaussianKl(EntropyRange range, double[] mean, double[][] covariance, double logSnr) {
        double kappaSquare = range.kappa() * range.kappa();
        double muSquare = range.muSquare(logSnr);
        int dimension = mean.length;
        double[][] v = new double[dimension][dimension];
        double excess = 0;
        for (int a = 0; a < dimension; a++) {
            for (int b = 0; b < dimension; b++) {
                v[a][b] = muSquare * covariance[a][b] / kappaSquare;
            }
            double diagonal = v[a][a] - muSquare;
            excess += diagonal;
            v[a][a] += range.lost(logSnr);
        }
        double shift = muSquare * GaussianMixture.squareNorm(mean) / kappaSquare;
        return (excess - logDeterminant(v) + shift) / 2;
    }

    /** ln det of a symmetric positive definite matrix by Cholesky's decomposition, in place. */
    private static double logDeterminant(double[][] a) {
        double log = 0;
        for (int j = 0; j < a.length; j++) {
            double[] row = a[j];
            for (int k = 0; k < j; k++) {
                double sum = row[k];
                for (int i = 0; i < k; i++) {
                    sum -= row[i] * a[k][i];
                }
                row[k] = sum / a[k][k];
            }
            double pivot = row[j];
            for (int i = 0; i < j; i++) {
                pivot -= row[i] * row[i];
            }
            if (!(pivot > 0)) {
                throw new IllegalArgumentException("the covariance is not positive semidefinite");
            }
            row[j] = Math.sqrt(pivot);
            log += Math.log(pivot);
        }
        return log;
    }
}
