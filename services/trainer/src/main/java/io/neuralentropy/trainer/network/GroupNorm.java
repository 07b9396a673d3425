package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import io.neuralentropy.trainer.network.Layout.Initial;

/**
 * Group normalisation (arXiv:1803.08494) of images: each row's channels, in groups of neighbours, are brought to mean 0 and
 * variance 1 over group and pixels, then each channel is scaled and shifted.
 *
 * <p>DJL has no such operation: it is its layer normalisation of a row's groups, with constants for that one's own scale and
 * shift, which would be per pixel.
 */
final class GroupNorm {
    /** As in PyTorch and DDPM. */
    private static final float EPSILON = 1e-5f;
    /** Groups of DDPM; fewer where there are fewer channels. */
    private static final int MOST_GROUPS = 32;
    /** Fewer channels to a group than this leave nothing between them. */
    private static final int LEAST_CHANNELS = 4;

    private final int scale;
    private final int shift;
    private final int channels;
    private final int groups;
    private final NDArray ones;
    private final NDArray zeros;

    /**
     * @param pixels of an image at this place
     * @param constants owns what it keeps on the device
     */
    GroupNorm(Layout.Builder layout, String name, int channels, int pixels, NDManager constants) {
        this.scale = layout.slot(name + ".scale", Initial.ONE, channels);
        this.shift = layout.slot(name + ".shift", Initial.ZERO, channels);
        this.channels = channels;
        this.groups = groups(channels);
        long length = (long) channels / groups * pixels;
        this.ones = constants.ones(new Shape(length), DataType.FLOAT32);
        this.zeros = constants.zeros(new Shape(length), DataType.FLOAT32);
    }

    private static int groups(int channels) {
        int groups = Math.min(MOST_GROUPS, Math.max(1, channels / LEAST_CHANNELS));
        while (channels % groups != 0) {
            groups--;
        }
        return groups;
    }

    NDArray apply(NDArray x, NDList leaves) {
        Shape shape = x.getShape();
        NDArray grouped = x.reshape(shape.get(0), groups, ones.size());
        NDArray normal = LayerNorm.layerNorm(grouped, ones.getShape(), ones, zeros, EPSILON)
                .singletonOrThrow()
                .reshape(shape);
        Shape perChannel = new Shape(1, channels, 1, 1);
        return normal.mul(leaves.get(scale).reshape(perChannel))
                .addi(leaves.get(shift).reshape(perChannel));
    }
}
