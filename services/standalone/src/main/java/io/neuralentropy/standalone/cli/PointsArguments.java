package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.data.DataSetRequest;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which points of a data set, and what its file does not say itself. */
final class PointsArguments {
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

    /** The points of the data set of that name. */
    DataSetRequest of(String dataset) {
        return new DataSetRequest(dataset, dimension, datasetSize, datasetSeed, datasetDirectory, file.layout());
    }
}
