package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;

/**
 * The MLP core of Neural Entropy (arXiv:2409.03817; classes {@code DiffusionVPx} and {@code DiffusionSL} of its model.py),
 * a map (y, s) ↦ e; y is the diffused point as the network sees it, s what it is told of the time, e the output:
 *
 * <pre>
 * t = sigmoid(Dense(F(s)))          F(x) = [sin 2πBx, cos 2πBx], B fixed: 256 frequencies
 * h = sigmoid(Dense(F(y)))          (F only for low dimensions, else y itself)
 * h = sigmoid(LayerNorm(Dense(h) + Dense(t)))    once per hidden width, 512 and 256 in the paper
 * e = Dense(h)                      no time here
 * </pre>
 *
 * Initial values are flax's defaults, which the paper's code uses: kernels LeCun normal (truncated at two standard
 * deviations), biases 0, LayerNorm scale 1, its ε 1e-6; the frequencies B = 10·N(0, 0.01²).
 *
 * <p>Immutable once built; any number of threads may run {@link #forward} at once.
 */
public final class Mlp implements AutoCloseable {
    /** Frequencies of each Fourier feature map; it has twice as many features. */
    public static final int FREQUENCIES = 256;

    /** Above this dimension the paper's code feeds y as it is. */
    public static final int MAX_FOURIER_DIMENSION = 16;

    private static final float LAYER_NORM_EPSILON = 1e-6f;
    private static final double FREQUENCY_DEVIATION = 10 * 0.01;
    /** Standard deviation of a standard normal cut off at ±2. */
    private static final double TRUNCATED_DEVIATION = 0.87962566103423978;

    private final int dimension;
    private final int[] hidden;
    private final Layout layout;
    private final NDManager manager;
    private final NDArray timeFrequencies;
    private final NDArray dataFrequencies;
    private final NDArray phases;

    /**
     * A network with random frequencies.
     *
     * @param dimension D of y and e
     * @param hidden widths between, at least one
     * @param seed of the frequencies
     * @param parent owns what the network keeps on the device
     */
    public Mlp(int dimension, int[] hidden, long seed, NDManager parent) {
        if (dimension < 1 || hidden.length < 1) {
            throw new IllegalArgumentException("an MLP needs a dimension and at least one hidden width");
        }
        this.dimension = dimension;
        this.hidden = hidden.clone();
        this.layout = layout(dimension, hidden);
        this.manager = parent.newSubManager();
        SplittableRandom random = new SplittableRandom(seed);
        this.timeFrequencies = frequencies(random, 1);
        this.dataFrequencies = usesFourierFeatures(dimension) ? frequencies(random, dimension) : null;
        this.phases = phases();
    }

    private static boolean usesFourierFeatures(int dimension) {
        return dimension <= MAX_FOURIER_DIMENSION;
    }

    private static Layout layout(int dimension, int[] hidden) {
        int time = 2 * FREQUENCIES;
        int data = usesFourierFeatures(dimension) ? 2 * FREQUENCIES : dimension;
        Layout.Builder layout = new Layout.Builder();
        dense(layout, "time", time, time);
        dense(layout, "data", data, data);
        int width = data;
        for (int i = 0; i < hidden.length; i++) {
            dense(layout, "hidden" + i + ".time", time, hidden[i]);
            dense(layout, "hidden" + i, width, hidden[i]);
            layout.add("hidden" + i + ".scale", hidden[i]).add("hidden" + i + ".shift", hidden[i]);
            width = hidden[i];
        }
        dense(layout, "out", width, dimension);
        return layout.build();
    }

    private static void dense(Layout.Builder layout, String name, int in, int out) {
        layout.add(name + ".kernel", out, in).add(name + ".bias", out);
    }

    /** Twice the frequencies: the second copy, with its phase of π/2, makes the cosines. One sine does for both. */
    private NDArray frequencies(SplittableRandom random, int inputs) {
        int half = FREQUENCIES * inputs;
        float[] values = new float[2 * half];
        for (int i = 0; i < half; i++) {
            values[i] = (float) (2 * Math.PI * FREQUENCY_DEVIATION * random.nextGaussian());
            values[half + i] = values[i];
        }
        return manager.create(values, new Shape(2L * FREQUENCIES, inputs));
    }

    private NDArray phases() {
        float[] values = new float[2 * FREQUENCIES];
        Arrays.fill(values, FREQUENCIES, values.length, (float) (Math.PI / 2));
        return manager.create(values);
    }

    /** Number of trained parameters. */
    public int parameterCount() {
        return layout.size();
    }

    /** Number of their tensors. */
    public int tensorCount() {
        return layout.slots().size();
    }

    /** D. */
    public int dimension() {
        return dimension;
    }

    /** Fresh parameters with random initial values. */
    public Parameters initialise(long seed) {
        Parameters parameters = new Parameters(layout);
        SplittableRandom random = new SplittableRandom(seed);
        for (Layout.Slot slot : layout.slots()) {
            float[] values = new float[slot.length()];
            if (slot.name().endsWith(".kernel")) {
                lecunNormal(random, values, slot.shape().get(1));
            } else if (slot.name().endsWith(".scale")) {
                Arrays.fill(values, 1);
            }
            parameters.vector().put(slot.offset(), values);
        }
        return parameters;
    }

    private static void lecunNormal(SplittableRandom random, float[] values, long fanIn) {
        double deviation = Math.sqrt(1.0 / fanIn) / TRUNCATED_DEVIATION;
        for (int i = 0; i < values.length; i++) {
            double normal = random.nextGaussian();
            while (Math.abs(normal) > 2) {
                normal = random.nextGaussian();
            }
            values[i] = (float) (deviation * normal);
        }
    }

    /**
     * e for a batch.
     *
     * @param y shape (rows, D); its manager also owns all intermediate results
     * @param s diffusion times, shape (rows, 1)
     * @param leaves of {@link Parameters#leaves}
     * @return shape (rows, D)
     */
    public NDArray forward(NDArray y, NDArray s, NDList leaves) {
        Iterator<NDArray> next = leaves.iterator();
        NDArray time = Activation.sigmoid(dense(fourier(s, timeFrequencies), next));
        NDArray data = dataFrequencies == null ? y : fourier(y, dataFrequencies);
        NDArray h = Activation.sigmoid(dense(data, next));
        for (int width : hidden) {
            NDArray shift = dense(time, next);
            h = dense(h, next).addi(shift);
            NDList normal = LayerNorm.layerNorm(h, new Shape(width), next.next(), next.next(), LAYER_NORM_EPSILON);
            h = Activation.sigmoid(normal.singletonOrThrow());
        }
        return dense(h, next);
    }

    private NDArray fourier(NDArray x, NDArray frequencies) {
        return Linear.linear(x, frequencies, phases).singletonOrThrow().sin();
    }

    private static NDArray dense(NDArray x, Iterator<NDArray> next) {
        NDArray kernel = next.next();
        return Linear.linear(x, kernel, next.next()).singletonOrThrow();
    }

    /** 2πB of F(s), for both halves of the features. */
    float[] timeFrequencies() {
        return timeFrequencies.toFloatArray();
    }

    /** 2πB of F(y), row by row, for both halves of the features; null where y is fed as it is. */
    float[] dataFrequencies() {
        return dataFrequencies == null ? null : dataFrequencies.toFloatArray();
    }

    /** Frees what the network keeps on the device. */
    @Override
    public void close() {
        manager.close();
    }
}
