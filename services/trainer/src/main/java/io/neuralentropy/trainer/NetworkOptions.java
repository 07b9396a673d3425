package io.neuralentropy.trainer;

import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.data.ImageShape;
import io.neuralentropy.trainer.network.MlpSettings;
import io.neuralentropy.trainer.network.NetworkSettings;
import io.neuralentropy.trainer.network.UNetSettings;
import java.util.List;
import java.util.Locale;

/**
 * Which network to train.
 *
 * @param kind its architecture
 * @param hidden of {@code MLP}: widths between input and output
 * @param channels of {@code UNET}: at the highest resolution
 * @param multipliers of {@code UNET}: of the channels, one per resolution; each further one halves the image
 * @param blocks of {@code UNET}: residual blocks per resolution
 * @param attention of {@code UNET}: number of resolutions, from the lowest on, with self-attention
 * @param dropout of {@code UNET}: share of activations that training drops
 * @param conditional of {@code UNET}: whether it is told the classes of the data
 */
public record NetworkOptions(
        Kind kind,
        List<Integer> hidden,
        int channels,
        List<Integer> multipliers,
        int blocks,
        int attention,
        double dropout,
        boolean conditional) {
    /** Architectures. */
    public enum Kind {
        MLP,
        UNET;

        /** The name that options and events use. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Pixels that can be halved as often as anyone likes. */
    private static final int ANY = 1 << 20;

    private static final int CHANNELS = 32;
    private static final List<Integer> MULTIPLIERS = List.of(1, 2, 2);

    /** @throws TrainingException when a number is out of its range */
    public NetworkOptions {
        hidden = List.copyOf(hidden);
        multipliers = List.copyOf(multipliers);
        try {
            require(kind == Kind.UNET || !conditional, "an mlp takes no labels: use network unet");
            if (kind == Kind.MLP) {
                new MlpSettings(hidden);
            } else {
                new UNetSettings(1, ANY, ANY, channels, multipliers, blocks, attention, dropout, 0);
            }
        } catch (IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    /** The paper's MLP with its widths. */
    public static NetworkOptions mlp() {
        return mlp(MlpSettings.PAPER.hidden());
    }

    /** The paper's MLP. */
    public static NetworkOptions mlp(List<Integer> hidden) {
        return new NetworkOptions(Kind.MLP, hidden, CHANNELS, MULTIPLIERS, 1, 1, 0, false);
    }

    /** A U-Net that fits Fashion-MNIST and a CPU: 32, 64 and 64 channels, one block each, attention at the lowest resolution. */
    public static NetworkOptions unet() {
        return unet(CHANNELS, MULTIPLIERS);
    }

    /** A U-Net with one block per resolution and attention at the lowest. */
    public static NetworkOptions unet(int channels, List<Integer> multipliers) {
        return new NetworkOptions(Kind.UNET, MlpSettings.PAPER.hidden(), channels, multipliers, 1, 1, 0, false);
    }

    /**
     * The network for a data set.
     *
     * @throws TrainingException where the two do not fit; one line that says what would
     */
    NetworkSettings settings(DataSet data) {
        try {
            if (kind == Kind.MLP) {
                return new MlpSettings(hidden);
            }
            require(
                    !conditional || data.classes() > 0,
                    data.name() + " has no labels: leave conditional out, or put them beside the images");
            ImageShape image = image(data);
            int classes = conditional ? data.classes() : 0;
            return new UNetSettings(
                    image.channels(),
                    image.height(),
                    image.width(),
                    channels,
                    multipliers,
                    blocks,
                    attention,
                    dropout,
                    classes);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    /** As the data say: a dimension that is a square may be anything. */
    private static ImageShape image(DataSet data) {
        require(
                data.image() != null,
                "network unet takes images, and nothing says how the " + data.dimension() + " numbers of a point of "
                        + data.name() + " make one: state it with --image, such as 1x28x28, or use mlp");
        return data.image();
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalArgumentException(message);
        }
    }
}
