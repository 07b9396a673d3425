package io.neuralentropy.trainer.science;

import io.neuralentropy.events.EntropyEstimate;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * A Gaussian N(m, C) fitted to data points, and the lower bound of the total entropy that it gives. Its best denoiser is linear and
 * no better than the best one, so S_tot = ½∫(mse of N(0, κ²I)'s denoiser − mmse) dSNR (Verdú, IEEE Trans. Inf. Theory 56 (2010)
 * 3712) is at least the same with the fit's mean square error for the mmse, whatever the fit. Scored on points that it was not
 * fitted to the bound holds in expectation; on its own points it would be too high.
 *
 * <p>In the axes of C, whose variances are cₖ, a point whose distance from m along axis k is pₖ has at SNR s the error pₖ²/(1 +
 * cₖs)² + cₖ²s/(1 + cₖs)²: both terms have closed integrals over s.
 */
public final class GaussianFit {
    /** More points would not move the bound by what matters, and cost time that grows with them. */
    private static final int MOST_POINTS = 8192;

    private static final int MOST_SCORED = 2048;
    private static final int AT_ONCE = 4;

    private final double[] mean;
    private final double[] variances;
    /** One a column; null: those of the numbers themselves. */
    private final DMatrixRMaj axes;

    private GaussianFit(double[] mean, double[] variances, DMatrixRMaj axes) {
        this.mean = mean;
        this.variances = variances;
        this.axes = axes;
    }

    /**
     * Fits mean and covariance of the first 8,192 points. Variances are drawn towards their mean by one point's worth, so that an axis
     * along which the points do not differ is not taken for certain.
     *
     * @param rows points, row by row
     * @param dimension D of each, at least 1; the time grows with its cube
     */
    public static GaussianFit full(float[] rows, int dimension) {
        int points = Math.min(MOST_POINTS, rows.length / dimension);
        double[] mean = mean(rows, points, dimension);
        DMatrixRMaj covariance = covariance(centred(rows, points, mean));
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(dimension, true, true);
        if (!decomposition.decompose(covariance)) {
            throw new IllegalStateException("no axes of a covariance of " + dimension + " dimensions were found");
        }
        double[] variances = new double[dimension];
        DMatrixRMaj axes = new DMatrixRMaj(dimension, dimension);
        for (int k = 0; k < dimension; k++) {
            variances[k] = Math.max(0, decomposition.getEigenvalue(k).getReal());
            CommonOps_DDRM.insert(decomposition.getEigenVector(k), axes, 0, k);
        }
        return new GaussianFit(mean, shrunk(variances, points), axes);
    }

    /** Fits mean and variances alone, of each number by itself; else as {@link #full}, and a weaker bound. */
    public static GaussianFit diagonal(float[] rows, int dimension) {
        int points = Math.min(MOST_POINTS, rows.length / dimension);
        double[] mean = mean(rows, points, dimension);
        double[] variances = new double[dimension];
        for (int i = 0; i < points * dimension; i++) {
            double apart = rows[i] - mean[i % dimension];
            variances[i % dimension] += apart * apart / points;
        }
        return new GaussianFit(mean, shrunk(variances, points), null);
    }

    /**
     * Four points at a time, a row of the matrix after the other: what the processor's vectors and caches like. The library's product of a
     * matrix with its own transpose works column by column, which they do not.
     */
    private static DMatrixRMaj covariance(DMatrixRMaj centred) {
        int dimension = centred.numCols;
        int points = centred.numRows;
        double[] x = Arrays.copyOf(centred.data, (points + AT_ONCE - 1) / AT_ONCE * AT_ONCE * dimension);
        double[] sums = new double[dimension * dimension];
        for (int first = 0; first < points; first += AT_ONCE) {
            int p = first * dimension;
            for (int a = 0; a < dimension; a++) {
                addRow(sums, x, a, p, p + dimension, p + 2 * dimension, p + 3 * dimension, dimension);
            }
        }
        DMatrixRMaj covariance = new DMatrixRMaj(dimension, dimension);
        for (int a = 0; a < dimension; a++) {
            for (int b = a; b < dimension; b++) {
                covariance.set(a, b, sums[a * dimension + b] / points);
                covariance.set(b, a, sums[a * dimension + b] / points);
            }
        }
        return covariance;
    }

    /** Adds what four points, which start at p, q, r and s, have in row a of the matrix, from its diagonal on. */
    private static void addRow(double[] sums, double[] x, int a, int p, int q, int r, int s, int dimension) {
        int row = a * dimension;
        double ofP = x[p + a];
        double ofQ = x[q + a];
        double ofR = x[r + a];
        double ofS = x[s + a];
        for (int b = a; b < dimension; b++) {
            sums[row + b] += ofP * x[p + b] + ofQ * x[q + b] + ofR * x[r + b] + ofS * x[s + b];
        }
    }

    private static double[] mean(float[] rows, int points, int dimension) {
        double[] mean = new double[dimension];
        for (int i = 0; i < points * dimension; i++) {
            mean[i % dimension] += rows[i] / (double) points;
        }
        return mean;
    }

    private static double[] shrunk(double[] variances, int points) {
        double pooled = Arrays.stream(variances).average().orElseThrow();
        return Arrays.stream(variances)
                .map(variance -> (points * variance + pooled) / (points + 1))
                .toArray();
    }

    /**
     * S_Gauss ≤ S_tot in nats per data point, with the standard error of the mean over the points; method {@code gaussian-fit}.
     *
     * @param rows points that the fit has not seen, row by row; at least 2, of which the first 2,048 count
     */
    public EntropyEstimate lowerBound(EntropyRange range, float[] rows) {
        int dimension = mean.length;
        int points = Math.min(MOST_SCORED, rows.length / dimension);
        DMatrixRMaj along = along(centred(rows, points, mean));
        double low = Math.exp(range.low());
        double high = Math.exp(range.high());
        double prior = range.kappa() * range.kappa();
        double[] ofSquare = new double[dimension];
        double fixed = dimension * spread(prior, low, high);
        for (int k = 0; k < dimension; k++) {
            ofSquare[k] = shrunk(variances[k], low, high);
            fixed -= spread(variances[k], low, high);
        }
        double priorOfSquare = shrunk(prior, low, high);
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            double sum = fixed;
            for (int k = 0; k < dimension; k++) {
                double x = rows[i * dimension + k];
                double p = along.get(i, k);
                sum += x * x * priorOfSquare - p * p * ofSquare[k];
            }
            values[i] = sum / 2;
        }
        var moments = SampleMoments.of(values, points);
        return new EntropyEstimate(moments.mean(), Math.sqrt(moments.variance() / points), "gaussian-fit");
    }

    /** ∫ds/(1 + cs)². */
    private static double shrunk(double c, double low, double high) {
        return high / (1 + c * high) - low / (1 + c * low);
    }

    /** ∫c²s ds/(1 + cs)². */
    private static double spread(double c, double low, double high) {
        return Math.log1p(c * high) - Math.log1p(c * low) + 1 / (1 + c * high) - 1 / (1 + c * low);
    }

    /** Distances from the mean along the axes. */
    private DMatrixRMaj along(DMatrixRMaj centred) {
        if (axes == null) {
            return centred;
        }
        DMatrixRMaj along = new DMatrixRMaj(centred.numRows, centred.numCols);
        CommonOps_DDRM.mult(centred, axes, along);
        return along;
    }

    private static DMatrixRMaj centred(float[] rows, int points, double[] mean) {
        DMatrixRMaj centred = new DMatrixRMaj(points, mean.length);
        for (int i = 0; i < points * mean.length; i++) {
            centred.data[i] = rows[i] - mean[i % mean.length];
        }
        return centred;
    }
}
