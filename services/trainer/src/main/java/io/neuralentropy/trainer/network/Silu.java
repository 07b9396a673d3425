package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;

/** The activation x·sigmoid(x). */
final class Silu {
    private Silu() {}

    static NDArray of(NDArray x) {
        return x.getNDArrayInternal().sigmoid().mul(x);
    }
}
