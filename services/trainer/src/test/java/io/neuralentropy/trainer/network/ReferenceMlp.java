package io.neuralentropy.trainer.network;

import java.util.Arrays;

/** The network of {@link Mlp} once more, in plain doubles and one point at a time: the oracle of its tests. */
public final class ReferenceMlp {
    private static final int FEATURES = 2 * Mlp.FREQUENCIES;

    private final double[] parameters;
    private final float[] timeFrequencies;
    private final float[] dataFrequencies;
    private final int[] hidden;
    private final int dimension;
    private int next;

    public ReferenceMlp(Mlp network, int[] hidden, float[] parameters) {
        this.parameters = new double[parameters.length];
        Arrays.setAll(this.parameters, i -> parameters[i]);
        this.timeFrequencies = network.timeFrequencies();
        this.dataFrequencies = network.dataFrequencies();
        this.hidden = hidden;
        this.dimension = network.dimension();
    }

    /** May be changed between calls. */
    public double[] parameters() {
        return parameters;
    }

    public double[] output(double[] y, double s) {
        next = 0;
        double[] time = sigmoid(dense(fourier(timeFrequencies, s), FEATURES));
        double[] data = dataFrequencies == null ? y : fourier(dataFrequencies, y);
        double[] h = sigmoid(dense(data, data.length));
        for (int width : hidden) {
            double[] shift = dense(time, width);
            double[] own = dense(h, width);
            Arrays.setAll(own, i -> own[i] + shift[i]);
            h = sigmoid(normalised(own));
        }
        double[] e = dense(h, dimension);
        if (next != parameters.length) {
            throw new AssertionError("used " + next + " of " + parameters.length + " parameters");
        }
        return e;
    }

    /** First the sines, then the cosines. */
    private static double[] fourier(float[] frequencies, double... x) {
        double[] features = new double[FEATURES];
        for (int k = 0; k < Mlp.FREQUENCIES; k++) {
            double phase = 0;
            for (int d = 0; d < x.length; d++) {
                phase += frequencies[k * x.length + d] * x[d];
            }
            features[k] = Math.sin(phase);
            features[Mlp.FREQUENCIES + k] = Math.cos(phase);
        }
        return features;
    }

    private double[] dense(double[] x, int width) {
        double[] result = new double[width];
        for (int i = 0; i < width; i++) {
            for (double value : x) {
                result[i] += parameters[next++] * value;
            }
        }
        for (int i = 0; i < width; i++) {
            result[i] += parameters[next++];
        }
        return result;
    }

    private double[] normalised(double[] x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance =
                Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] =
                    (x[i] - mean) / Math.sqrt(variance + 1e-6) * parameters[next + i] + parameters[next + x.length + i];
        }
        next += 2 * x.length;
        return result;
    }

    private static double[] sigmoid(double[] x) {
        return Arrays.stream(x).map(v -> 1 / (1 + Math.exp(-v))).toArray();
    }
}
