package io.neuralentropy.trainer.data;

import java.nio.file.Path;

/**
 * Which data to train on.
 *
 * @param name {@code gaussian}, {@code gaussian-mixture}, {@code fashion-mnist}, the path of an IDX, CSV, .npy or
 *     CIFAR-10 {@code .bin} file, or of the directory of CIFAR-10's binary version
 * @param dimension D; 0: as the data have it, {@link DataSets#DEFAULT_DIMENSION} where they are drawn
 * @param size data points to train on; 0: all that a file has, {@link DataSets#DEFAULT_SIZE} where they are drawn
 * @param seed of all that is random: draws, the held-out part of a file, which points are taken when fewer are asked for
 * @param directory where the files of {@code fashion-mnist} lie; null: the usual places
 * @param layout what is said of a file beyond what it says itself
 */
public record DataSetRequest(String name, int dimension, int size, long seed, Path directory, FileLayout layout) {
    public DataSetRequest {
        if (name == null || name.isBlank()) {
            throw new DataSetException("no data set named: use " + DataSets.NAMES + " or the path of a file");
        }
        if (dimension < 0 || size < 0) {
            throw new DataSetException(
                    "dimension and size of a data set must not be negative: " + dimension + ", " + size);
        }
    }

    /** The data set of that name as it comes, seed 0. */
    public static DataSetRequest of(String name) {
        return new DataSetRequest(name, 0, 0, 0, null, FileLayout.AUTO);
    }

    public DataSetRequest withDimension(int value) {
        return new DataSetRequest(name, value, size, seed, directory, layout);
    }

    public DataSetRequest withSize(int value) {
        return new DataSetRequest(name, dimension, value, seed, directory, layout);
    }

    public DataSetRequest withSeed(long value) {
        return new DataSetRequest(name, dimension, size, value, directory, layout);
    }

    public DataSetRequest withDirectory(Path value) {
        return new DataSetRequest(name, dimension, size, seed, value, layout);
    }

    public DataSetRequest withLayout(FileLayout value) {
        return new DataSetRequest(name, dimension, size, seed, directory, value);
    }
}
