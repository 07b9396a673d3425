package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.NetworkOptions;
import java.util.List;
import picocli.CommandLine.Option;

/** Which network to train. */
final class NetworkArguments {
    @Option(
            names = "--network",
            paramLabel = "NAME",
            defaultValue = "mlp",
            converter = KindName.class,
            description = "mlp, or unet for images (default: ${DEFAULT-VALUE}).")
    private NetworkOptions.Kind network;

    @Option(
            names = "--hidden",
            paramLabel = "WIDTH",
            split = ",",
            defaultValue = "512,256",
            description = "mlp: widths of the hidden layers, separated by commas (default: ${DEFAULT-VALUE}).")
    private List<Integer> hidden;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "32",
            description = "unet: channels at the highest resolution (default: ${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--multipliers",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,2",
            description =
                    "unet: what the channels are multiplied by at each resolution; each further one halves the image"
                            + " (default: ${DEFAULT-VALUE}).")
    private List<Integer> multipliers;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "1",
            description = "unet: residual blocks per resolution (default: ${DEFAULT-VALUE}).")
    private int blocks;

    @Option(
            names = "--attention",
            paramLabel = "N",
            defaultValue = "1",
            description = "unet: resolutions with self-attention, from the lowest on; 0: none (default:"
                    + " ${DEFAULT-VALUE}).")
    private int attention;

    @Option(
            names = "--dropout",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "unet: share of activations that training drops (default: ${DEFAULT-VALUE}).")
    private double dropout;

    @Option(names = "--conditional", description = "unet: tell the network the classes of the data.")
    private boolean conditional;

    /** @throws io.neuralentropy.trainer.TrainingException where a value is out of its range */
    NetworkOptions options() {
        return new NetworkOptions(network, hidden, channels, multipliers, blocks, attention, dropout, conditional);
    }

    /** Reads {@code mlp} and {@code unet}. */
    private static final class KindName extends EnumName<NetworkOptions.Kind> {
        private KindName() {
            super(NetworkOptions.Kind.class);
        }
    }
}
