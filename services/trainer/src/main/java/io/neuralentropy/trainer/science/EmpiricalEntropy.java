package io.neuralentropy.trainer.science;

import io.neuralentropy.events.EntropyEstimate;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Total entropy S_emp of N data points taken as the whole law, nats per data point: what a network stores that has memorised them,
 * and in expectation an upper bound of the law's own S_tot over every range of log-SNR, since the least mean square error is concave in
 * the law. S_emp = K_cond − I(x₀; x_high) + I(x₀; x_low), I ≤ ln N the information that a noisy point has of which one it was.
 */
public final class EmpiricalEntropy {
    private static final int MOST_THROWS = 64;
    private static final int LEAST_THROWS = 16;
    /** Numbers that are looked at, about. */
    private static final long WORK = 1L << 30;

    private EmpiricalEntropy() {}

    /**
     * From a table of distances of all points to up to 64 of them, drawn at random, with one noise each; fewer where N × D is large, but
     * at least 16. The standard error says what that costs: of images little, which are far from each other, so that all throws say the same.
     *
     * @param rows points, row by row
     * @param dimension D of each
     * @return method {@code empirical}; the standard error is that of the throws
     */
    public static EntropyEstimate of(EntropyRange range, float[] rows, int dimension, long seed) {
        int points = rows.length / dimension;
        double secondMoment = 0;
        for (float value : rows) {
            secondMoment += (double) value * value / points;
        }
        SplittableRandom random = new SplittableRandom(seed);
        int noisy = (int) Math.max(LEAST_THROWS, Math.min(MOST_THROWS, WORK / rows.length));
        SplittableRandom[] ofThrow = new SplittableRandom[noisy];
        for (int i = 0; i < noisy; i++) {
            ofThrow[i] = random.split();
        }
        double[] lost = IntStream.range(0, noisy)
                .parallel()
                .mapToDouble(i -> informationLost(range, rows, dimension, ofThrow[i]))
                .toArray();
        var moments = SampleMoments.of(lost, noisy);
        double nats = EntropyBounds.conditional(range, dimension, secondMoment) - moments.mean();
        return new EntropyEstimate(nats, Math.sqrt(moments.variance() / noisy), "empirical");
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
        float[] ownRow = Arrays.copyOfRange(rows, own * dimension, (own + 1) * dimension);
        for (int j = 0; j < points; j++) {
            measure(ownRow, noise, rows, j, square, cross);
        }
        return -logMean(square, cross, Math.exp(range.high())) + logMean(square, cross, Math.exp(range.low()));
    }

    /** ‖x_own − x_j‖² and (x_own − x_j)·ε. Two sums of each, lest every addition wait for the one before. */
    private static void measure(float[] own, float[] noise, float[] rows, int j, double[] square, double[] cross) {
        int dimension = own.length;
        int offset = j * dimension;
        double evenSquare = 0;
        double oddSquare = 0;
        double evenCross = 0;
        double oddCross = 0;
        int d = 0;
        for (; d + 1 < dimension; d += 2) {
            double even = own[d] - rows[offset + d];
            double odd = own[d + 1] - rows[offset + d + 1];
            evenSquare += even * even;
            oddSquare += odd * odd;
            evenCross += even * noise[d];
            oddCross += odd * noise[d + 1];
        }
        if (d < dimension) {
            double last = own[d] - rows[offset + d];
            evenSquare += last * last;
            evenCross += last * noise[d];
        }
        square[j] = evenSquare + oddSquare;
        cross[j] = evenCross + oddCross;
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
