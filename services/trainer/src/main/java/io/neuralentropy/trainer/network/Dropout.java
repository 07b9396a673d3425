package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Dropout masks whose every bit is a function of the random numbers given for each row: libtorch's own come from one generator
 * per process, so that neither threads nor a resumed run could repeat them. One instance per forward pass.
 */
public final class Dropout {
    private final double rate;
    private final List<SplittableRandom> rows;

    /**
     * @param rate share of the activations that are dropped, 0 ≤ rate &lt; 1
     * @param rows random numbers of each row of the batch
     */
    public Dropout(double rate, List<SplittableRandom> rows) {
        this.rate = rate;
        this.rows = rows;
    }

    /** 0 where an activation is dropped, else 1/(1 − rate); the first axis of the shape is that of the rows. */
    NDArray mask(NDManager manager, Shape shape) {
        int length = Math.toIntExact(shape.size() / rows.size());
        float[] values = new float[rows.size() * length];
        float kept = (float) (1 / (1 - rate));
        int threshold = (int) Math.round(rate * (1 << 16));
        for (int row = 0; row < rows.size(); row++) {
            fill(rows.get(row), values, row * length, length, threshold, kept);
        }
        return manager.create(values, shape);
    }

    /** Four activations to a random number. */
    private static void fill(
            SplittableRandom random, float[] values, int start, int length, int threshold, float kept) {
        for (int i = 0; i < length; i += 4) {
            long bits = random.nextLong();
            for (int k = i; k < Math.min(i + 4, length); k++) {
                values[start + k] = (bits & 0xffff) < threshold ? 0 : kept;
                bits >>>= 16;
            }
        }
    }
}
