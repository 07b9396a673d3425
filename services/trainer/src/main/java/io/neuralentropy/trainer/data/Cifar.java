package io.neuralentropy.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * CIFAR-10 in its binary format: records of a label, 0 to 9, and 3 × 32 × 32 pixels, all red ones first, then green, then
 * blue, each colour row by row.
 */
final class Cifar {
    static final ImageShape IMAGE = new ImageShape(3, 32, 32);

    private static final int RECORD = 1 + IMAGE.dimension();
    private static final int CLASSES = 10;
    private static final String ENDING = ".bin";
    private static final List<String> TRAIN = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> "data_batch_" + i + ENDING)
            .toList();
    private static final String TEST = "test_batch" + ENDING;

    private Cifar() {}

    /** Whether a path is named like a file of its records: they bear no mark. */
    static boolean isFile(Path path) {
        return path.toString().endsWith(ENDING) && !Files.isDirectory(path);
    }

    /** Whether a path is the directory of its files as they come. */
    static boolean isDirectory(Path path) {
        return Files.isDirectory(path) && Files.exists(path.resolve(TRAIN.get(0)));
    }

    /** The images to train on. @throws DataSetException when a file is missing or damaged */
    static Points train(Path directory) {
        return read(TRAIN.stream().map(directory::resolve).toList());
    }

    /** The images to test with. @throws DataSetException when the file is missing or damaged */
    static Points test(Path directory) {
        return read(List.of(directory.resolve(TEST)));
    }

    /** All images of some files. @throws DataSetException when one is missing or damaged */
    static Points read(List<Path> files) {
        int rows = 0;
        for (Path file : files) {
            rows = Math.addExact(rows, records(file));
        }
        float[] values = new float[Matrix.checkedLength(rows, IMAGE.dimension())];
        int[] labels = new int[rows];
        int row = 0;
        for (Path file : files) {
            row = read(file, values, labels, row);
        }
        return new Points(new Matrix(IMAGE.dimension(), values, IMAGE), labels);
    }

    private static int records(Path file) {
        try {
            long size = Files.size(file);
            if (size == 0 || size % RECORD != 0 || size / RECORD > Integer.MAX_VALUE) {
                throw new DataSetException(
                        file + " has " + size + " bytes, which is no number of CIFAR-10's records of " + RECORD
                                + ": fetch the binary version anew");
            }
            return (int) (size / RECORD);
        } catch (IOException e) {
            throw new DataSetException(
                    file + " cannot be read: name the directory with all files of CIFAR-10's binary version", e);
        }
    }

    private static int read(Path file, float[] values, int[] labels, int first) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw Source.failed(file, e);
        }
        int row = first;
        for (int at = 0; at + RECORD <= bytes.length && row < labels.length; at += RECORD) {
            labels[row] = bytes[at] & 0xff;
            if (labels[row] >= CLASSES) {
                throw new DataSetException(
                        file + " has the label " + labels[row] + ", over 9: it is not CIFAR-10's" + " binary version");
            }
            int offset = row * IMAGE.dimension();
            for (int i = 0; i < IMAGE.dimension(); i++) {
                values[offset + i] = Numbers.pixel(bytes[at + 1 + i]);
            }
            row++;
        }
        return row;
    }
}
