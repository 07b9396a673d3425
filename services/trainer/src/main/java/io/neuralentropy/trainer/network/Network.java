package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * A map (y, s) ↦ output, of the shape of y, whose parameters are one flat vector ({@link Parameters}).
 *
 * <p>Immutable once built; any number of threads may run {@link #forward} at once, each with leaves of its own.
 */
public interface Network extends AutoCloseable {
    /** Name of the architecture: {@code mlp}, {@code unet}. */
    String name();

    /** D of y and of the output. */
    int dimension();

    /** Number of classes that it is told apart by; 0: it takes no labels. */
    int classes();

    /** Share of activations that training is to drop. */
    default double dropout() {
        return 0;
    }

    /** Number of trained parameters. */
    int parameterCount();

    /** Number of their tensors. */
    int tensorCount();

    /** Fresh parameters with random initial values. */
    Parameters initialise(long seed);

    /**
     * The output for a batch.
     *
     * @param leaves of {@link Parameters#leaves}
     * @return shape (rows, D), owned by the manager of the input's y
     */
    NDArray forward(NetworkInput input, NDList leaves);

    /** The output for a batch without labels and without dropout. */
    default NDArray forward(NDArray y, NDArray s, NDList leaves) {
        return forward(NetworkInput.of(y, s), leaves);
    }

    /** Frees what the network keeps on the device. */
    @Override
    void close();
}
