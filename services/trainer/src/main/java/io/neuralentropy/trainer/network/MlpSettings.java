package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Size of an {@link Mlp}.
 *
 * @param hidden widths between input and output, at least one
 */
public record MlpSettings(List<Integer> hidden) implements NetworkSettings {
    /** Widths of the paper's experiments. */
    public static final MlpSettings PAPER = new MlpSettings(List.of(512, 256));

    private static final int MAX_WIDTH = 1 << 14;

    public MlpSettings {
        hidden = List.copyOf(hidden);
        if (hidden.isEmpty()) {
            throw new IllegalArgumentException("the network needs at least one hidden width");
        }
        if (!hidden.stream().allMatch(width -> width >= 1 && width <= MAX_WIDTH)) {
            throw new IllegalArgumentException("hidden widths must be 1 to " + MAX_WIDTH + ", not " + hidden);
        }
    }

    @Override
    public String name() {
        return "mlp";
    }

    /** It takes no labels. */
    @Override
    public int classes() {
        return 0;
    }

    @Override
    public Network build(int dimension, long seed, NDManager parent) {
        return new Mlp(dimension, hidden.stream().mapToInt(Integer::intValue).toArray(), seed, parent);
    }
}
