package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The parameters of a network: one flat vector in native memory that Java writes and libtorch reads in place.
 *
 * <p>Each step takes {@link #leaves fresh tensors} over that memory: no gradient to zero, none to accumulate, and nothing is
 * copied on a CPU. On a GPU the same call uploads them.
 *
 * <p>Any number of threads may read; whoever writes must keep readers away.
 */
public final class Parameters {
    private static final int CACHE_LINE = 64;

    private final Layout layout;
    private final ByteBuffer[] tensors;
    private final FloatBuffer vector;

    Parameters(Layout layout) {
        this.layout = layout;
        ByteBuffer memory = ByteBuffer.allocateDirect(Math.multiplyExact(layout.size(), Float.BYTES) + 2 * CACHE_LINE)
                .alignedSlice(CACHE_LINE)
                .order(ByteOrder.nativeOrder());
        memory.limit(layout.size() * Float.BYTES);
        this.vector = memory.asFloatBuffer();
        this.tensors = layout.slots().stream()
                .map(slot -> memory.slice(slot.offset() * Float.BYTES, slot.length() * Float.BYTES)
                        .order(ByteOrder.nativeOrder()))
                .toArray(ByteBuffer[]::new);
    }

    /** Number of parameters. */
    public int size() {
        return layout.size();
    }

    Layout layout() {
        return layout;
    }

    /** The memory itself, for absolute reads and writes. */
    FloatBuffer vector() {
        return vector;
    }

    /** A copy of all values. */
    public float[] copy() {
        float[] values = new float[size()];
        vector.get(0, values);
        return values;
    }

    /** Takes over all values. */
    public void set(float[] values) {
        if (values.length != size()) {
            throw new IllegalArgumentException(values.length + " values for " + size() + " parameters");
        }
        vector.put(0, values);
    }

    /**
     * One tensor per slot of the layout, in its order, that belongs to {@code manager}.
     *
     * @param trained whether a backward pass is to leave gradients in them
     */
    public NDList leaves(NDManager manager, boolean trained) {
        NDList leaves = new NDList(tensors.length);
        for (int i = 0; i < tensors.length; i++) {
            NDArray leaf = manager.create(
                    tensors[i].duplicate().order(ByteOrder.nativeOrder()),
                    layout.slots().get(i).shape(),
                    DataType.FLOAT32);
            if (trained) {
                leaf.setRequiresGradient(true);
            }
            leaves.add(leaf);
        }
        return leaves;
    }
}
