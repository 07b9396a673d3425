package io.neuralentropy.trainer.science;

import io.neuralentropy.events.EntropyEstimate;

/**
 * Bounds of the total entropy from two moments of the data, nats per data point, over a process's range of time. Both hold
 * whatever the law: the best linear denoiser is no better than the best one, and no denoiser beats certainty.
 */
public final class EntropyBounds {
    private EntropyBounds() {}

    /**
     * S_Gauss ≤ S_tot: the total entropy of the Gaussian with the same mean m and covariance C, [½Σₖ(Vₖ − 1 − ln Vₖ) +
     * ½μ²‖m‖²/κ²] at the low end minus the same at the high end, Vₖ the eigenvalues of I + μ²(C/κ² − I): trace and
     * determinant suffice.
     *
     * @param covariance symmetric, positive semidefinite
     */
    public static EntropyEstimate gaussian(
            DiffusionProcess process, double[] mean, double[][] covariance, String method) {
        double nats = gaussianKl(process, mean, covariance, process.timeLow())
                - gaussianKl(process, mean, covariance, process.timeHigh());
        return new EntropyEstimate(nats, Double.NaN, method);
    }

    /** S_Gauss of a known law, from its own mean and covariance. */
    public static EntropyEstimate gaussian(DiffusionProcess process, GaussianMixture law) {
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
        return gaussian(process, mean, covariance, "analytic");
    }

    /**
     * K_cond ≥ S_tot: what the process would store of points that are known exactly, ½[(μ_lo² − μ_hi²)(E‖x‖²/κ² − D) − D
     * ln((1 − μ_lo²)/(1 − μ_hi²))]. It is ∫ w E‖ẽ‖² ds, and S_lin = K_cond − ∫ w E‖e − ẽ‖² ds for any network.
     *
     * @param secondMoment E‖x‖²
     */
    public static double conditional(DiffusionProcess process, int dimension, double secondMoment) {
        double lostLow = process.lost(process.timeLow());
        double lostHigh = process.lost(process.timeHigh());
        double excess = secondMoment / (process.kappa() * process.kappa()) - dimension;
        return ((lostHigh - lostLow) * excess - dimension * Math.log(lostLow / lostHigh)) / 2;
    }

    private static double gaussianKl(DiffusionProcess process, double[] mean, double[][] covariance, double s) {
        double kappaSquare = process.kappa() * process.kappa();
        double muSquare = process.mu(s) * process.mu(s);
        int dimension = mean.length;
        double[][] v = new double[dimension][dimension];
        double excess = 0;
        for (int a = 0; a < dimension; a++) {
            for (int b = 0; b < dimension; b++) {
                v[a][b] = muSquare * covariance[a][b] / kappaSquare;
            }
            double diagonal = v[a][a] - muSquare;
            excess += diagonal;
            v[a][a] += process.lost(s);
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
