package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDManager;

/** Which network, of what size. Its {@link #toString} tells it apart from all others: checkpoints and events use it. */
public sealed interface NetworkSettings permits MlpSettings, UNetSettings {
    /** Name of the architecture: {@code mlp}, {@code unet}. */
    String name();

    /** Number of classes that it is told; 0: none. */
    int classes();

    /**
     * Builds the network.
     *
     * @param dimension D of the data
     * @param seed of what is random in it and not trained
     * @param parent owns what the network keeps on the device
     * @throws IllegalArgumentException where it is not made for data of this dimension
     */
    Network build(int dimension, long seed, NDManager parent);
}
