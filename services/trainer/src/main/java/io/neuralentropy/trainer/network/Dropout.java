package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Dropout masks whose every bit is a function of the random numbers given for each row: libtorch's own come from one generator
 * per process, so that neither threads nor a resumed run could repeat them. One instance per forward pass.
 *
 * <p>Each row of a mask has random keys k of its own. Whether activation i is dropped is decided by the highest bits of a number
 * that is made of i and the keys by sums and products modulo 2^64: x = 2ci + k₀, then four times x² − x + k. All keys are odd, so
 * every x is, and x² − x + k is a permutation of the odd numbers, in whose highest bits all bits of the keys and of i are mixed. It
 * needs nothing that tensors of whole numbers cannot do exactly, so that the masks of a GPU are made there, and are those of the CPU
 * bit by bit.
 */
public final class Dropout {
    private static final int ROUNDS = 4;
    /** An odd number whose bits are spread: 2^64 over the golden ratio. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final double rate;
    private final List<SplittableRandom> rows;
    private final long threshold;

    /**
     * @param rate share of the activations that are dropped, 0 ≤ rate &lt; 1
     * @param rows random numbers of each row of the batch
     */
    public Dropout(double rate, List<SplittableRandom> rows) {
        this.rate = rate;
        this.rows = rows;
        this.threshold = Long.MIN_VALUE + (long) (rate * 0x1p63) * 2;
    }

    /** 0 where an activation is dropped, else 1/(1 − rate); the first axis of the shape is that of the rows. */
    NDArray mask(NDManager manager, Shape shape) {
        // on a CPU one loop is many times as fast as passes over whole tensors of long numbers
        return manager.getDevice().isGpu() ? onDevice(manager, shape) : onHost(manager, shape);
    }

    NDArray onHost(NDManager manager, Shape shape) {
        long[] keys = keys();
        int length = length(shape);
        float[] values = new float[rows.size() * length];
        for (int row = 0; row < rows.size(); row++) {
            fill(keys, row, values, row * length, length);
        }
        return manager.create(values, shape);
    }

    private void fill(long[] keys, int row, float[] values, int start, int length) {
        float kept = kept();
        long first = keys[row];
        long second = keys[rows.size() + row];
        long third = keys[2 * rows.size() + row];
        long fourth = keys[3 * rows.size() + row];
        long fifth = keys[4 * rows.size() + row];
        for (int i = 0; i < length; i++) {
            long x = 2 * SPREAD * i + first;
            x = x * x - x + second;
            x = x * x - x + third;
            x = x * x - x + fourth;
            x = x * x - x + fifth;
            values[start + i] = x < threshold ? 0 : kept;
        }
    }

    /** The same from the keys alone: a few numbers for each row go to the device instead of one for each activation. */
    NDArray onDevice(NDManager manager, Shape shape) {
        int count = rows.size();
        long[] keys = keys();
        try (NDManager scratch = manager.newSubManager()) {
            NDArray all = scratch.create(keys, new Shape(ROUNDS + 1, count, 1));
            NDArray x = scratch.arange(0, length(shape), 1, DataType.INT64)
                    .muli(2 * SPREAD)
                    .reshape(1, length(shape))
                    .add(all.get(0));
            for (int round = 1; round <= ROUNDS; round++) {
                NDArray square = x.mul(x);
                square.subi(x).addi(all.get(round));
                x.close();
                x = square;
            }
            NDArray mask = x.gte(threshold)
                    .toType(DataType.FLOAT32, false)
                    .muli(kept())
                    .reshape(shape);
            mask.attach(manager);
            return mask;
        }
    }

    /** Keys of all rows, one after the other; so many times as there are rounds, and one. */
    private long[] keys() {
        long[] keys = new long[(ROUNDS + 1) * rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            for (int key = 0; key <= ROUNDS; key++) {
                keys[key * rows.size() + row] = rows.get(row).nextLong() | 1;
            }
        }
        return keys;
    }

    private int length(Shape shape) {
        return Math.toIntExact(shape.size() / rows.size());
    }

    private float kept() {
        return (float) (1 / (1 - rate));
    }
}
