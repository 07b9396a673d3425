package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.core.Linear;
import io.neuralentropy.trainer.network.Layout.Initial;

/** x ↦ Wx + b on the last axis. */
final class Dense {
    private final int kernel;
    private final int bias;

    Dense(Layout.Builder layout, String name, int in, int out) {
        this.kernel = layout.slot(name + ".kernel", Initial.LECUN_NORMAL, out, in);
        this.bias = layout.slot(name + ".bias", Initial.ZERO, out);
    }

    NDArray apply(NDArray x, NDList leaves) {
        return Linear.linear(x, leaves.get(kernel), leaves.get(bias)).singletonOrThrow();
    }
}
