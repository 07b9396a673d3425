package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.neuralentropy.trainer.network.Layout.Initial;

/** A convolution of images (rows, channels, height, width) that keeps their size, or halves it with stride 2 (rounded up). */
final class Convolution {
    private static final int NO_BIAS = -1;

    private final int kernel;
    private final int bias;
    private final Shape stride;
    private final Shape padding;

    private Convolution(Layout.Builder layout, String name, Initial initial, int in, int out, int width, int stride) {
        this(
                layout.slot(name + ".kernel", initial, out, in, width, width),
                layout.slot(name + ".bias", Initial.ZERO, out),
                width,
                stride);
    }

    private Convolution(int kernel, int bias, int width, int stride) {
        this.kernel = kernel;
        this.bias = bias;
        this.stride = new Shape(stride, stride);
        this.padding = new Shape(width / 2, width / 2);
    }

    /** 3 × 3. */
    static Convolution of(Layout.Builder layout, String name, int in, int out) {
        return new Convolution(layout, name, Initial.LECUN_NORMAL, in, out, 3, 1);
    }

    /** 3 × 3, at first 0: what it ends contributes nothing until it has learned. */
    static Convolution silent(Layout.Builder layout, String name, int in, int out) {
        return new Convolution(layout, name, Initial.ZERO, in, out, 3, 1);
    }

    /** 3 × 3 with stride 2. */
    static Convolution halving(Layout.Builder layout, String name, int channels) {
        return new Convolution(layout, name, Initial.LECUN_NORMAL, channels, channels, 3, 2);
    }

    /** 1 × 1: the same dense map at each pixel. */
    static Convolution pointwise(Layout.Builder layout, String name, int in, int out) {
        return new Convolution(layout, name, Initial.LECUN_NORMAL, in, out, 1, 1);
    }

    /** 1 × 1 without a bias. */
    static Convolution linear(Layout.Builder layout, String name, int in, int out) {
        return new Convolution(layout.slot(name + ".kernel", Initial.LECUN_NORMAL, out, in, 1, 1), NO_BIAS, 1, 1);
    }

    /** 1 × 1, at first 0. */
    static Convolution silentPointwise(Layout.Builder layout, String name, int in, int out) {
        return new Convolution(layout, name, Initial.ZERO, in, out, 1, 1);
    }

    NDArray apply(NDArray x, NDList leaves) {
        NDArray shift = bias == NO_BIAS ? null : leaves.get(bias);
        return Conv2d.conv2d(x, leaves.get(kernel), shift, stride, padding).singletonOrThrow();
    }
}
