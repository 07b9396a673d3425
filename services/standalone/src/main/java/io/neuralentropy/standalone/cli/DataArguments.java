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

    @Option(
            names = "--dataset-dir",
            paramLabel = "DIR",
            description = "Where the IDX files of fashion-mnist are (default: where the package dataset-fashion-mnist"
                    + " puts them).")
    private Path datasetDirectory;

    @Option(
            names = "--dataset-size",
            paramLabel = "N",
            defaultValue = "0",
            description = "Data points to train on; 0: all, 8192 where they are drawn (default: ${DEFAULT-VALUE}).")
    private int datasetSize;

    @Option(
            names = "--dataset-seed",
            paramLabel = "SEED",
            defaultValue = "0",
            description = "Seed of the data's draw and split (default: ${DEFAULT-VALUE}).")
    private long datasetSeed;

    @Option(
            names = "--dimension",
            paramLabel = "D",
            defaultValue = "0",
            description = "Dimension of a data point; 0: as the data have it, 3 where they are drawn (default:"
                    + " ${DEFAULT-VALUE}).")
    private int dimension;

    @Mixin
    private FileArguments file;

    DataSetRequest request() {
        return new DataSetRequest(dataset, dimension, datasetSize, datasetSeed, datasetDirectory, file.layout());
    }

    /** The data set, or its file, as a part of a run's id. */
    String name() {
        String name = Path.of(dataset).getFileName().toString().replaceFirst("\\..*", "");
        return name.replaceAll("[^A-Za-z0-9._-]", "-");
    }
}
