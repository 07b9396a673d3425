package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Self-attention between the pixels of an image with one head: x + Proj(V·softmax(KᵀQ/√channels)) of Norm(x). The projection
 * starts at 0: untrained it hands x on.
 */
final class Attention {
    private final GroupNorm norm;
    private final Convolution queries;
    private final Convolution keys;
    private final Convolution values;
    private final Convolution projection;
    private final NDArray scale;

    Attention(Layout.Builder layout, String name, int channels, int pixels, NDManager constants) {
        this.norm = new GroupNorm(layout, name + ".norm", channels, pixels, constants);
        this.queries = Convolution.pointwise(layout, name + ".query", channels, channels);
        // a bias of the keys would add the same to all of a query's logits, which the softmax takes off again
        this.keys = Convolution.linear(layout, name + ".key", channels, channels);
        this.values = Convolution.pointwise(layout, name + ".value", channels, channels);
        this.projection = Convolution.silentPointwise(layout, name + ".out", channels, channels);
        // an array that stays: DJL makes one of a plain number and lets go of its memory at once, but the backward pass
        // still reads it
        this.scale = constants.create((float) (1 / Math.sqrt(channels)));
    }

    NDArray apply(NDArray x, NDList leaves) {
        Shape shape = x.getShape();
        Shape flat = new Shape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
        NDArray h = norm.apply(x, leaves);
        NDArray query = queries.apply(h, leaves).reshape(flat).muli(scale);
        NDArray key = keys.apply(h, leaves).reshape(flat);
        NDArray value = values.apply(h, leaves).reshape(flat);
        // (rows, from, to): how much each pixel takes from the others
        NDArray share = query.transpose(0, 2, 1).batchMatMul(key).softmax(2);
        NDArray mixed = value.batchMatMul(share.transpose(0, 2, 1)).reshape(shape);
        return projection.apply(mixed, leaves).addi(x);
    }
}
