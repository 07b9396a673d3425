package io.neuralentropy.trainer.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the image files of Fashion-MNIST: 28 × 28 pixels, IDX, 60,000 to train on, 10,000 held out. */
final class FashionMnist {
    /** Environment variable with the directory where the files lie. */
    static final String VARIABLE = "NEURAL_ENTROPY_FASHION_MNIST";

    private static final List<String> ENDINGS = List.of("-images-idx3-ubyte.gz", "-images-idx3-ubyte");

    private FashionMnist() {}

    /** The usual places: that of Debian's package first. */
    static List<Path> places() {
        return List.of(
                Path.of("/usr/share/datasets/fashion-mnist"),
                Path.of("/usr/local/share/datasets/fashion-mnist"),
                Path.of(System.getProperty("user.home"), ".local/share/datasets/fashion-mnist"),
                Path.of("data/fashion-mnist"));
    }

    /**
     * The directory to read from.
     *
     * @param asked by the caller, or null
     * @param variable the value of {@link #VARIABLE}, or null
     * @throws DataSetException when the files are nowhere
     */
    static Path directory(Path asked, String variable, List<Path> places) {
        if (asked != null || variable != null && !variable.isBlank()) {
            Path directory = asked != null ? asked : Path.of(variable);
            if (!complete(directory)) {
                throw new DataSetException(directory + " lacks train" + ENDINGS.get(0) + " or t10k" + ENDINGS.get(0)
                        + ": name the directory with the files of Fashion-MNIST");
            }
            return directory;
        }
        return places.stream()
                .filter(FashionMnist::complete)
                .findFirst()
                .orElseThrow(() -> new DataSetException("Fashion-MNIST is not in "
                        + places.stream().map(Path::toString).collect(Collectors.joining(", "))
                        + ": install Debian's dataset-fashion-mnist or name the directory of its files in "
                        + VARIABLE));
    }

    private static boolean complete(Path directory) {
        return file(directory, "train") != null && file(directory, "t10k") != null;
    }

    /** The images of a part, {@code train} or {@code t10k}; null where there are none. */
    static Path file(Path directory, String part) {
        return ENDINGS.stream()
                .map(ending -> directory.resolve(part + ending))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(null);
    }
}
