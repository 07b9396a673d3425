package io.neuralentropy.trainer.data;

import io.neuralentropy.trainer.science.GaussianMixture;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Opens data sets by name. */
public final class DataSets {
    /** Names that are not files. */
    public static final String NAMES = "gaussian, gaussian-mixture, fashion-mnist";
    /** Points that are drawn from a law unless told otherwise, as in the paper. */
    public static final int DEFAULT_SIZE = 8192;
    /** Dimension of a law unless told otherwise. */
    public static final int DEFAULT_DIMENSION = 3;

    private static final double GAUSSIAN_MEAN = 1;
    private static final double GAUSSIAN_DEVIATION = 0.8;
    private static final int HELD_OUT_SHARE = 4;
    private static final int HELD_OUT_LEAST = 256;
    private static final int FILE_HELD_OUT_SHARE = 10;

    private DataSets() {}

    /**
     * Opens a data set:
     *
     * <ul>
     *   <li>{@code gaussian}: N((1, …, 1), 0.8²I);
     *   <li>{@code gaussian-mixture}: {@link GaussianMixture#paper};
     *   <li>{@code fashion-mnist}: 60,000 images of 28 × 28, held out: the 10,000 test images;
     *   <li>a directory with the binary version of CIFAR-10: 50,000 images of 3 × 32 × 32, held out: the 10,000 test images;
     *   <li>else a file; the last tenth of its points in the order of a seeded permutation is held out. A name that ends in
     *       {@code .bin} has the records of CIFAR-10.
     * </ul>
     *
     * Labels come with CIFAR-10's images, and with IDX files of MNIST's names where theirs lie beside them.
     *
     * <p>Unsigned bytes are pixels and scaled to [0, 1], as in the paper; all other numbers are taken as they are.
     *
     * @throws DataSetException when it cannot be had; one line that says what to do
     */
    public static DataSet open(DataSetRequest request) {
        switch (request.name()) {
            case "gaussian":
                double[] mean = new double[dimension(request)];
                Arrays.fill(mean, GAUSSIAN_MEAN);
                return drawn(request, GaussianMixture.gaussian(mean, GAUSSIAN_DEVIATION));
            case "gaussian-mixture":
                return drawn(request, GaussianMixture.paper(dimension(request)));
            case "fashion-mnist":
                return fashionMnist(request);
            default:
                return file(request);
        }
    }

    /**
     * Whether the files of {@code fashion-mnist} are there.
     *
     * @param directory where to look; null: the usual places
     */
    public static boolean hasFashionMnist(Path directory) {
        try {
            FashionMnist.directory(directory, System.getenv(FashionMnist.VARIABLE), FashionMnist.places());
            return true;
        } catch (DataSetException e) {
            return false;
        }
    }

    private static int dimension(DataSetRequest request) {
        return request.dimension() == 0 ? DEFAULT_DIMENSION : request.dimension();
    }

    private static DataSet drawn(DataSetRequest request, GaussianMixture law) {
        checkImage(request, null);
        int size = request.size() == 0 ? DEFAULT_SIZE : request.size();
        SplittableRandom random = new SplittableRandom(request.seed());
        SplittableRandom other = random.split();
        String name = request.name();
        float[] outside = rows(law, Math.max(HELD_OUT_LEAST, size / HELD_OUT_SHARE), other);
        return new DataSet(name, law, rows(law, size, random), new DataSet(name, law, outside, null));
    }

    private static float[] rows(GaussianMixture law, int size, SplittableRandom random) {
        float[] rows = new float[Matrix.checkedLength(size, law.dimension())];
        double[] x = new double[law.dimension()];
        for (int i = 0; i < rows.length; i += x.length) {
            law.sample(random, x);
            for (int d = 0; d < x.length; d++) {
                rows[i + d] = (float) x[d];
            }
        }
        return rows;
    }

    private static DataSet fashionMnist(DataSetRequest request) {
        Path directory = FashionMnist.directory(
                request.directory(), System.getenv(FashionMnist.VARIABLE), FashionMnist.places());
        Points train = points(FashionMnist.file(directory, "train"), request.layout());
        checkDimension(request, train);
        Points test = points(FashionMnist.file(directory, "t10k"), request.layout());
        if (test.columns() != train.columns()) {
            throw new DataSetException(directory + " has images of " + train.columns() + " pixels to train on and of "
                    + test.columns() + " to test with: fetch the files anew");
        }
        return parts(request, request.name(), train, test);
    }

    private static DataSet file(DataSetRequest request) {
        Path path;
        try {
            path = Path.of(request.name());
        } catch (InvalidPathException e) {
            throw new DataSetException(
                    "'" + request.name() + "' is no data set and cannot be a path: use one of " + NAMES, e);
        }
        if (Cifar.isDirectory(path)) {
            Points train = Cifar.train(path);
            checkDimension(request, train);
            checkImage(request, train.matrix().image());
            return parts(request, "cifar-10", train, Cifar.test(path));
        }
        Points all = Cifar.isFile(path) ? Cifar.read(List.of(path)) : points(path, request.layout());
        checkDimension(request, all);
        checkImage(request, all.matrix().image());
        String name = path.getFileName().toString();
        int[] order = Matrix.permutation(all.rows(), request.seed());
        int kept = all.rows() - all.rows() / FILE_HELD_OUT_SHARE;
        int[] outside = Arrays.copyOfRange(order, kept, order.length);
        int classes = all.classes();
        DataSet heldOut = outside.length == 0 ? null : new DataSet(name, all.select(outside), classes, null);
        return new DataSet(name, all.select(first(request, Arrays.copyOf(order, kept))), classes, heldOut);
    }

    /** A matrix in any format, with the labels that lie beside it. */
    private static Points points(Path path, FileLayout layout) {
        Matrix matrix = MatrixFile.read(path, layout);
        return new Points(matrix, IdxLabels.beside(path, matrix.rows()));
    }

    /** A data set that comes in a part to train on and one to test with. */
    private static DataSet parts(DataSetRequest request, String name, Points train, Points test) {
        int classes = Math.max(train.classes(), test.classes());
        DataSet heldOut = new DataSet(name, test, classes, null);
        if (request.size() == 0) {
            return new DataSet(name, train, classes, heldOut);
        }
        int[] order = Matrix.permutation(train.rows(), request.seed());
        return new DataSet(name, train.select(first(request, order)), classes, heldOut);
    }

    /** As many of the points as are asked for. */
    private static int[] first(DataSetRequest request, int[] points) {
        if (request.size() > points.length) {
            throw new DataSetException(request.name() + " has " + points.length + " data points to train on, not "
                    + request.size() + ": ask for fewer");
        }
        return request.size() == 0 ? points : Arrays.copyOf(points, request.size());
    }

    /** That an image that was asked for is the one that the data have. */
    private static void checkImage(DataSetRequest request, ImageShape image) {
        ImageShape asked = request.layout().image();
        if (asked != null && !asked.equals(image)) {
            throw new DataSetException(request.name() + " has "
                    + (image == null ? "no images" : "images of " + image) + ", not of " + asked
                    + ": leave the shape of the image out");
        }
    }

    private static void checkDimension(DataSetRequest request, Points points) {
        if (request.dimension() != 0 && request.dimension() != points.columns()) {
            throw new DataSetException(request.name() + " has data points of " + points.columns() + " numbers, not "
                    + request.dimension() + ": leave the dimension out");
        }
    }
}
