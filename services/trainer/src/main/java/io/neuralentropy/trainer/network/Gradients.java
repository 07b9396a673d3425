package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.nio.FloatBuffer;

/**
 * What a backward pass left in a set of leaves, as views of native memory. Valid until the manager of the leaves is closed.
 */
public final class Gradients {
    private final FloatBuffer[] tensors;

    Gradients(FloatBuffer[] tensors) {
        this.tensors = tensors;
    }

    /** The gradients of leaves that a backward pass has reached. */
    public static Gradients of(NDList leaves) {
        FloatBuffer[] tensors = new FloatBuffer[leaves.size()];
        for (int i = 0; i < tensors.length; i++) {
            // true: a view, not a copy, where the tensor lies in this machine's memory
            tensors[i] = leaves.get(i).getGradient().toByteBuffer(true).asFloatBuffer();
        }
        return new Gradients(tensors);
    }

    /** The numbers of an output and, after them, of the gradients of leaves that a backward pass has reached: one reading. */
    public static float[] readWith(NDArray output, NDList leaves) {
        NDList all = new NDList(output.flatten());
        for (NDArray leaf : leaves) {
            all.add(leaf.getGradient().flatten());
        }
        return NDArrays.concat(all).toFloatArray();
    }

    /** Gradients that lie one after another from the buffer's position on, in the order of the leaves. */
    public static Gradients of(NDList leaves, FloatBuffer flat) {
        FloatBuffer[] tensors = new FloatBuffer[leaves.size()];
        int offset = flat.position();
        for (int i = 0; i < tensors.length; i++) {
            int length = Math.toIntExact(leaves.get(i).size());
            tensors[i] = flat.slice(offset, length);
            offset += length;
        }
        return new Gradients(tensors);
    }

    FloatBuffer tensor(int slot) {
        return tensors[slot];
    }

    /** A copy of all values, in the order of the flat vector. */
    public float[] copy() {
        int size = 0;
        for (FloatBuffer tensor : tensors) {
            size += tensor.capacity();
        }
        float[] values = new float[size];
        int offset = 0;
        for (FloatBuffer tensor : tensors) {
            tensor.get(0, values, offset, tensor.capacity());
            offset += tensor.capacity();
        }
        return values;
    }
}
