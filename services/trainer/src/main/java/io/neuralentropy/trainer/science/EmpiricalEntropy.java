package io.neuralentropy.trainer.science;

import io.neuralentropy.events.EntropyEstimate;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Total entropy S_emp of N data points taken as the whole law, nats per data point: what a network stores that has memorised them,
 * and in expectation an upper bound of the law's own S_tot over every range of log-SNR, since the least mean square error is concave in
 * the law. S_emp = K_cond − I(x₀; x_high) + I(x₀; x_low), I ≤ ln N the information that a noisy point has of which one it was.
 */
public final class EmpiricalEntropy {
    private static final int THROWS = 64;

    private EmpiricalEntropy() {}

    /**
     * From a table of distances of N × 64: 64 points, drawn at random, with one noise each.
     *
     * @param rows points, row by row
     * @param dimension D of each
     * @return method {@code empirical}; the standard error is that of the 64 throws
     */
    public static EntropyEstimate of(EntropyRange range, float[] rows, int dimension, long seed) {
        int points = rows.length / dimension;
        double secondMoment = 0;
        for (float value : rows) {
            secondMoment += (double) value * value / points;
        }
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom[] ofThrow = new SplittableRandom[THROWS];
        for (int i = 0; i < THROWS; i++) {
            ofThrow[i] = random.split();
        }
        double[] lost = IntStream.range(0, THROWS)
                .parallel()
                .mapToDouble(i -> informationLost(range, rows, dimension, ofThrow[i]))
                .toArray();
        var moments = SampleMoments.of(lost, THROWS);
        double nats = EntropyBounds.conditional(range, dimension, secondMoment) - moments.mean();
        return new EntropyEstimate(nats, Math.sqrt(moments.variance() / THROWS), "empirical");
    }

    /** One throw's part of I(x₀; x_high) − I(x₀; x_low). */
    private static double informationLost(EntropyRange range, float[] rows, int dimension, SplittableRandom random) {
        int points = rows.length / dimension;
        int own = random.nextInt(points);
        float[] noise = new float[dimension];
        for (int d = 0; d < dimension; d++) {
            noise[d] = (float) random.nextGaussian();
        }
        double[] square = new double[points];
        double[] cross = new double[points];
        for (int j = 0; j < points; j++) {
            double sumOfSquares = 0;
            double sumOfProducts = 0;
            for (int d = 0; d < dimension; d++) {
                double apart = rows[own * dimension + d] - rows[j * dimension + d];
                sumOfSquares += apart * apart;
                sumOfProducts += apart * noise[d];
            }
            square[j] = sumOfSquares;
            cross[j] = sumOfProducts;
        }
        return -logMean(square, cross, Math.exp(range.high())) + logMean(square, cross, Math.exp(range.low()));
    }

    /** ln of the mean over j of p(x|xⱼ)/p(x|x_own): minus one throw's information. */
    private static double logMean(double[] square, double[] cross, double snr) {
        double most = Double.NEGATIVE_INFINITY;
        double[] logs = new double[square.length];
        for (int j = 0; j < logs.length; j++) {
            // ½‖ε‖² − ½‖√snr·(x_own − x_j) + ε‖²
            logs[j] = -snr * square[j] / 2 - Math.sqrt(snr) * cross[j];
            most = Math.max(most, logs[j]);
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - most);
        }
        return most + Math.log(sum / logs.length);
    }
}
