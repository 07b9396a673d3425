package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;

/**
 * What a network is shown.
 *
 * @param y noisy points, shape (rows, D); its manager also owns all intermediate results
 * @param s diffusion times, shape (rows, 1)
 * @param labels one-hot, shape (rows, classes), a row of zeros where the class is not told; null: none are told
 * @param dropout null: none, as in evaluation and sampling
 */
public record NetworkInput(NDArray y, NDArray s, NDArray labels, Dropout dropout) {
    public static NetworkInput of(NDArray y, NDArray s) {
        return new NetworkInput(y, s, null, null);
    }
}
