package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.data.DataSetRequest;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to train on. */
final class DataArguments {
    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            defaultValue = "gaussian-mixture",
            description =
                    "gaussian, gaussian-mixture, fashion-mnist, or the path of an IDX, CSV, .npy or CIFAR-10 .bin file"
                            + " or of CIFAR-10's directory (default: ${DEFAULT-VALUE}).")
    private String dataset;

    @Mixin
    private PointsArguments points;

    DataSetRequest request() {
        return points.of(dataset);
    }

    /** The data set, or its file, as a part of a run's id. */
    String name() {
        String name = Path.of(dataset).getFileName().toString().replaceFirst("\\..*", "");
        return name.replaceAll("[^A-Za-z0-9._-]", "-");
    }
}
