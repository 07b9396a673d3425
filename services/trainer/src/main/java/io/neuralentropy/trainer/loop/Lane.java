package io.neuralentropy.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.neuralentropy.trainer.network.Dropout;
import io.neuralentropy.trainer.network.Gradients;
import io.neuralentropy.trainer.network.Network;
import io.neuralentropy.trainer.network.NetworkInput;
import io.neuralentropy.trainer.network.Parameters;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * One thread's part of a step: its own throws, leaves and arrays. The output is read from the device once; loss, its
 * derivative and the entropies' squares are worked out in Java, and only dL/do goes back. On a GPU gradients come back in the
 * same reading.
 */
final class Lane implements AutoCloseable {
    /** Numbers of the rows that go forward at once where no gradient is wanted: activations are many times as many. */
    private static final int SLICE = 1 << 15;

    private final Network network;
    private final Throws rows;
    private final NDManager manager;
    private final float[] labels;
    private final boolean readsOnce;
    private NDManager step;
    private Gradients gradients;
    private double loss;
    private long forwardNanos;
    private long backwardNanos;

    Lane(Network network, Throws rows, NDManager parent) {
        this(network, rows, parent, parent.getDevice().isGpu());
    }

    /** @param readsOnce whether output and gradients are read from the device together */
    Lane(Network network, Throws rows, NDManager parent, boolean readsOnce) {
        this.readsOnce = readsOnce;
        this.network = network;
        this.rows = rows;
        this.manager = parent.newSubManager();
        this.labels = network.classes() == 0 ? null : new float[rows.rows() * network.classes()];
    }

    Throws rows() {
        return rows;
    }

    /** Tells the network the class of a row's data point; nothing where it takes none. */
    void label(int row, int label) {
        if (labels != null) {
            int start = row * network.classes();
            Arrays.fill(labels, start, start + network.classes(), 0);
            labels[start + label] = 1;
        }
    }

    /**
     * Forward, loss, backward. Holds native memory until {@link #release}.
     *
     * @param dropout null: none
     * @param share what one throw counts in the step's loss
     */
    void differentiate(Parameters parameters, GradientCollector collector, Dropout dropout, double share) {
        long start = System.nanoTime();
        step = manager.newSubManager();
        NDList leaves = parameters.leaves(step, true);
        NDArray o = output(0, rows.rows(), leaves, dropout);
        float[] output = readsOnce ? null : o.toFloatArray();
        long middle = System.nanoTime();
        forwardNanos = middle - start;
        if (readsOnce) {
            differentiateOnDevice(o, leaves, collector, share);
        } else {
            differentiate(o, output, leaves, collector, share);
        }
        backwardNanos = System.nanoTime() - middle;
    }

    private void differentiate(NDArray o, float[] output, NDList leaves, GradientCollector collector, double share) {
        loss = rows.score(output, share);
        // the gradient of sum(o·G) by the parameters is that of the loss, when G = dL/do is held fixed
        collector.backward(o.mul(step.create(rows.gradient(), o.getShape())).sum());
        gradients = Gradients.of(leaves);
    }

    /**
     * The same where each reading waits for the device: it differentiates the loss by itself, in its own precision, and output
     * and gradients come back together.
     */
    private void differentiateOnDevice(NDArray o, NDList leaves, GradientCollector collector, double share) {
        float[] a = new float[rows.rows()];
        float[] b = new float[rows.rows() * rows.dimension()];
        rows.lossOnDevice(share, a, b);
        NDArray half = step.create(a, new Shape(rows.rows(), 1)).divi(2);
        NDArray slope = step.create(b, o.getShape());
        collector.backward(o.mul(half).add(slope).mul(o).sum());
        FloatBuffer read = FloatBuffer.wrap(Gradients.readWith(o, leaves));
        float[] output = new float[b.length];
        read.get(output);
        loss = rows.score(output, share);
        gradients = Gradients.of(leaves, read);
    }

    /** Forward and loss alone, without dropout. */
    void evaluate(Parameters parameters) {
        float[] outputs = new float[rows.rows() * rows.dimension()];
        int slice = Math.max(1, SLICE / rows.dimension());
        for (int from = 0; from < rows.rows(); from += slice) {
            step = manager.newSubManager();
            int to = Math.min(rows.rows(), from + slice);
            float[] some =
                    output(from, to, parameters.leaves(step, false), null).toFloatArray();
            System.arraycopy(some, 0, outputs, from * rows.dimension(), some.length);
            release();
        }
        loss = rows.score(outputs, 1.0 / rows.rows());
    }

    private NDArray output(int from, int to, NDList leaves, Dropout dropout) {
        int count = to - from;
        float[] times = new float[count];
        for (int i = 0; i < count; i++) {
            times[i] = (float) rows.condition(from + i);
        }
        NDArray input = step.create(part(rows.input(), from, to, rows.dimension()), new Shape(count, rows.dimension()));
        NDArray told = step.create(times, new Shape(count, 1));
        int kinds = network.classes();
        NDArray classes = labels == null ? null : step.create(part(labels, from, to, kinds), new Shape(count, kinds));
        return network.forward(new NetworkInput(input, told, classes, dropout), leaves);
    }

    private static float[] part(float[] all, int from, int to, int width) {
        int length = (to - from) * width;
        return length == all.length ? all : Arrays.copyOfRange(all, from * width, to * width);
    }

    /** The part's share in the step's loss. */
    double loss() {
        return loss;
    }

    /** Time of the last forward pass, nanoseconds. */
    long forwardNanos() {
        return forwardNanos;
    }

    /** Time of the last backward pass, nanoseconds. */
    long backwardNanos() {
        return backwardNanos;
    }

    /** Valid until {@link #release}. */
    Gradients gradients() {
        return gradients;
    }

    /** Frees all that the step took on the device. */
    void release() {
        gradients = null;
        if (step != null) {
            step.close();
            step = null;
        }
    }

    /** Native arrays alive. */
    int liveArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
