package io.neuralentropy.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a matrix from a file of any known format, told by its content. */
final class MatrixFile {
    private static final int START = 512;

    private MatrixFile() {}

    /** @throws DataSetException when it cannot be had */
    static Matrix read(Path path, FileLayout layout) {
        if (!Files.exists(path)) {
            throw new DataSetException(
                    "no file " + path + " and no data set of that name: use a path or one of " + DataSets.NAMES);
        }
        if (Files.isDirectory(path)) {
            throw new DataSetException(path + " is a directory: name a file in it");
        }
        try (Source source = Source.open(path)) {
            byte[] start = source.peek(START);
            if (start.length == 0) {
                throw source.refuse("is empty");
            }
            if (NpyReader.knows(start)) {
                return NpyReader.read(source, layout);
            }
            if (IdxReader.knows(start)) {
                return IdxReader.read(source, layout);
            }
            if (CsvReader.knows(start)) {
                return CsvReader.read(source, layout);
            }
            throw source.refuse("is neither an IDX file, nor .npy, nor text: convert it to one of them");
        } catch (IOException e) {
            throw Source.failed(path, e);
        }
    }
}
