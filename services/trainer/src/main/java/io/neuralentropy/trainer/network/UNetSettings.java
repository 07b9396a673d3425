package io.neuralentropy.trainer.network;

import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Shape and size of a {@link UNet}.
 *
 * @param imageChannels colours of an image
 * @param height pixels
 * @param width pixels
 * @param channels of the highest resolution, at least 4
 * @param multipliers of {@code channels}, one per resolution from the highest on; each further one halves the image
 * @param blocks residual blocks per resolution on the way down; one more on the way up
 * @param attention number of resolutions, from the lowest on, that have self-attention
 * @param dropout share of activations that training drops in each residual block
 * @param classes of the labels; 0: not told any
 */
public record UNetSettings(
        int imageChannels,
        int height,
        int width,
        int channels,
        List<Integer> multipliers,
        int blocks,
        int attention,
        double dropout,
        int classes)
        implements NetworkSettings {
    public UNetSettings {
        multipliers = List.copyOf(multipliers);
        require(imageChannels >= 1 && height >= 1 && width >= 1, "an image needs pixels");
        require(channels >= 4, "a U-Net needs at least 4 channels, not " + channels);
        require(
                !multipliers.isEmpty() && multipliers.stream().allMatch(m -> m >= 1),
                "the channels' multipliers must be positive, not " + multipliers);
        require(blocks >= 1, "a U-Net needs at least one block per resolution");
        require(
                attention >= 0 && attention <= multipliers.size(),
                "attention must be at 0 to " + multipliers.size() + " resolutions, not " + attention);
        require(dropout >= 0 && dropout < 1, "dropout must be at least 0 and below 1, not " + dropout);
        require(classes >= 0, "classes must not be negative");
        int halvings = multipliers.size() - 1;
        require(
                Math.min(height, width) >= 1 << halvings,
                "images of " + height + " x " + width + " pixels cannot be halved " + halvings + " times");
    }

    /** Numbers in an image. */
    public int dimension() {
        return imageChannels * height * width;
    }

    @Override
    public String name() {
        return "unet";
    }

    @Override
    public Network build(int dimension, long seed, NDManager parent) {
        require(
                dimension == dimension(),
                "a U-Net for images of " + imageChannels + " x " + height + " x " + width + " takes no points of "
                        + dimension + " numbers");
        return new UNet(this, parent);
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalArgumentException(message);
        }
    }
}
