package io.neuralentropy.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.neuralentropy.trainer.network.Gradients;
import io.neuralentropy.trainer.network.Mlp;
import io.neuralentropy.trainer.network.Parameters;

/**
 * One thread's part of a step: its own throws, leaves and arrays. The output is read from the device once; loss, its
 * derivative and the entropies' squares are worked out in Java, and only dL/do goes back.
 */
final class Lane implements AutoCloseable {
    private final Mlp network;
    private final Throws rows;
    private final NDManager manager;
    private NDManager step;
    private Gradients gradients;
    private double loss;

    Lane(Mlp network, Throws rows, NDManager parent) {
        this.network = network;
        this.rows = rows;
        this.manager = parent.newSubManager();
    }

    Throws rows() {
        return rows;
    }

    /** Forward, loss, backward. Holds native memory until {@link #release}. */
    void differentiate(Parameters parameters, GradientCollector collector, double share) {
        step = manager.newSubManager();
        NDList leaves = parameters.leaves(step, true);
        NDArray o = output(leaves);
        loss = rows.score(o.toFloatArray(), share);
        // the gradient of sum(o·G) by the parameters is that of the loss, when G = dL/do is held fixed
        collector.backward(o.mul(step.create(rows.gradient(), o.getShape())).sum());
        gradients = Gradients.of(leaves);
    }

    /** Forward and loss alone. */
    void evaluate(Parameters parameters) {
        step = manager.newSubManager();
        loss = rows.score(output(parameters.leaves(step, false)).toFloatArray(), 1.0 / rows.rows());
        release();
    }

    private NDArray output(NDList leaves) {
        float[] times = new float[rows.rows()];
        for (int i = 0; i < times.length; i++) {
            times[i] = (float) rows.condition(i);
        }
        NDArray input = step.create(rows.input(), new Shape(rows.rows(), rows.dimension()));
        return network.forward(input, step.create(times, new Shape(rows.rows(), 1)), leaves);
    }

    /** The part's share in the step's loss. */
    double loss() {
        return loss;
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
