package io.neuralentropy.trainer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.trainer.science.GaussianMixture;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetsTest {
    @TempDir
    Path directory;

    private static String refusal(DataSetRequest request) {
        String message = assertThrows(DataSetException.class, () -> DataSets.open(request))
                .getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @Nested
    class Drawn {
        @ParameterizedTest
        @CsvSource({"gaussian, 3", "gaussian-mixture, 3", "gaussian-mixture, 9", "gaussian-mixture, 17", "gaussian, 784"
        })
        void dataHaveTheMomentsOfTheirLaw(String name, int dimension) {
            DataSet data = DataSets.open(DataSetRequest.of(name).withDimension(dimension));
            GaussianMixture law = data.law();
            assertEquals(8192, data.size());
            assertEquals(dimension, data.dimension());
            assertEquals(dimension, law.dimension());
            assertEquals(8192 * dimension, data.rows().length);
            double spread = 5 * law.secondMoment() / Math.sqrt(8192);
            assertEquals(law.secondMoment(), data.secondMoment(), spread);
            assertEquals(law.secondMoment(), data.heldOut().secondMoment(), 2 * spread);
        }

        @Test
        void gaussianIsTheOneOfTheTables() {
            GaussianMixture law = DataSets.open(DataSetRequest.of("gaussian")).law();
            assertArrayEquals(new double[] {1, 1, 1}, law.mean(0));
            assertEquals(.8, law.deviation(0));
        }

        @Test
        void dataAreTheSameForTheSameSeedOnly() {
            DataSetRequest request =
                    DataSetRequest.of("gaussian-mixture").withSize(50).withSeed(4);
            DataSet data = DataSets.open(request);
            assertArrayEquals(data.rows(), DataSets.open(request).rows());
            assertArrayEquals(
                    data.heldOut().rows(), DataSets.open(request).heldOut().rows());
            assertFalse(Arrays.equals(
                    data.rows(), DataSets.open(request.withSeed(5)).rows()));
        }

        @Test
        void lawDoesNotDependOnTheSeed() {
            DataSetRequest request =
                    DataSetRequest.of("gaussian-mixture").withDimension(4).withSize(10);
            GaussianMixture one = DataSets.open(request.withSeed(1)).law();
            GaussianMixture other = DataSets.open(request.withSeed(2)).law();
            assertArrayEquals(one.mean(0), other.mean(0));
        }

        @Test
        void heldOutPointsAreOthers() {
            DataSet data = DataSets.open(DataSetRequest.of("gaussian").withSize(1000));
            Set<Float> seen = new HashSet<>();
            for (float value : data.rows()) {
                seen.add(value);
            }
            long shared = IntStream.range(0, data.heldOut().rows().length)
                    .filter(i -> seen.contains(data.heldOut().rows()[i]))
                    .count();
            assertTrue(shared < 5, shared + " numbers of the held-out part are in the other");
            assertNull(data.heldOut().heldOut());
        }

        @Test
        void moreThanCanBeHeldIsRefused() {
            String message = refusal(
                    DataSetRequest.of("gaussian").withDimension(2_000_000).withSize(2_000_000));
            assertTrue(message.contains("take fewer rows"), message);
        }
    }

    @Nested
    class FromFiles {
        private Path csv(int rows) {
            String text =
                    IntStream.range(0, rows).mapToObj(i -> i + "," + -i).collect(Collectors.joining("\n", "", "\n"));
            return TestFiles.write(directory, "points.csv", text);
        }

        private Set<Integer> first(DataSet data) {
            return IntStream.range(0, data.size())
                    .mapToObj(i -> (int) data.rows()[2 * i])
                    .collect(Collectors.toSet());
        }

        @Test
        void aTenthIsHeldOutAndNothingIsLost() {
            DataSet data = DataSets.open(DataSetRequest.of(csv(105).toString()));
            assertEquals("points.csv", data.name());
            assertEquals(95, data.size());
            assertEquals(10, data.heldOut().size());
            assertNull(data.law());
            Set<Integer> all = first(data);
            all.addAll(first(data.heldOut()));
            assertEquals(105, all.size());
            for (int i = 0; i < data.size(); i++) {
                assertEquals(0, data.rows()[2 * i] + data.rows()[2 * i + 1], "rows stay whole");
            }
        }

        @Test
        void theSeedDecidesWhatIsHeldOut() {
            DataSetRequest request = DataSetRequest.of(csv(100).toString());
            assertEquals(
                    first(DataSets.open(request).heldOut()),
                    first(DataSets.open(request).heldOut()));
            assertFalse(first(DataSets.open(request).heldOut())
                    .equals(first(DataSets.open(request.withSeed(1)).heldOut())));
        }

        @Test
        void fewerPointsLeaveTheHeldOutPartAlone() {
            DataSetRequest request = DataSetRequest.of(csv(100).toString());
            DataSet all = DataSets.open(request);
            DataSet few = DataSets.open(request.withSize(7));
            assertEquals(7, few.size());
            assertArrayEquals(all.heldOut().rows(), few.heldOut().rows());
            assertTrue(first(all).containsAll(first(few)));
        }

        @Test
        void tooFewPointsHaveNoHeldOutPart() {
            DataSet data = DataSets.open(DataSetRequest.of(csv(9).toString()));
            assertEquals(9, data.size());
            assertNull(data.heldOut());
        }

        @Test
        void constantColumnsAreFine() {
            Path path = TestFiles.write(directory, "constant.csv", "1,5\n2,5\n");
            assertEquals(2, DataSets.open(DataSetRequest.of(path.toString())).size());
        }

        @Test
        void refusesAnotherDimensionOrMorePointsThanThereAre() {
            DataSetRequest request = DataSetRequest.of(csv(20).toString());
            assertEquals(2, DataSets.open(request.withDimension(2)).dimension());
            String dimension = refusal(request.withDimension(9));
            assertTrue(dimension.contains("2 numbers, not 9"), dimension);
            String size = refusal(request.withSize(19));
            assertTrue(size.contains("18 data points to train on, not 19"), size);
        }

        @ParameterizedTest
        @ValueSource(strings = {"nowhere.csv", "gaussian-mixtures", "mnist"})
        void namesWhatThereIsWhenThereIsNoSuchFile(String name) {
            String message = refusal(DataSetRequest.of(name));
            assertTrue(message.contains(name) && message.contains(DataSets.NAMES), message);
        }

        @Test
        void refusesNamesThatCannotBePaths() {
            assertTrue(refusal(DataSetRequest.of("a\0b")).contains(DataSets.NAMES));
        }
    }

    @Nested
    class Requests {
        @Test
        void refuseWhatCannotBeMeant() {
            assertThrows(DataSetException.class, () -> DataSetRequest.of(" "));
            assertThrows(DataSetException.class, () -> DataSetRequest.of(null));
            DataSetRequest request = DataSetRequest.of("gaussian");
            assertThrows(DataSetException.class, () -> request.withDimension(-1));
            assertThrows(DataSetException.class, () -> request.withSize(-1));
        }
    }

    @Nested
    class FashionMnistImages {
        private void images(Path place, String name, int count, int side) {
            byte[] pixels = new byte[count * side * side];
            for (int i = 0; i < count; i++) {
                pixels[i * side * side] = (byte) (i + 1);
            }
            TestFiles.write(place, name, TestFiles.gzipped(TestFiles.idx(8, new int[] {count, side, side}, pixels)));
        }

        @Test
        void trainAndTestFilesAreTheTwoParts() {
            images(directory, "train-images-idx3-ubyte.gz", 30, 3);
            images(directory, "t10k-images-idx3-ubyte.gz", 4, 3);
            DataSetRequest request = DataSetRequest.of("fashion-mnist").withDirectory(directory);
            DataSet data = DataSets.open(request);
            assertEquals("fashion-mnist", data.name());
            assertEquals(30, data.size());
            assertEquals(9, data.dimension());
            assertEquals(4, data.heldOut().size());
            assertEquals(1 / 255f, data.rows()[0]);
            DataSet few = DataSets.open(request.withSize(5));
            assertEquals(5, few.size());
            assertEquals(4, few.heldOut().size());
            assertTrue(refusal(request.withSize(31)).contains("30 data points"));
            assertTrue(refusal(request.withDimension(784)).contains("9 numbers, not 784"));
        }

        @Test
        void partsMustFit() {
            images(directory, "train-images-idx3-ubyte.gz", 3, 3);
            images(directory, "t10k-images-idx3-ubyte.gz", 4, 2);
            String message = refusal(DataSetRequest.of("fashion-mnist").withDirectory(directory));
            assertTrue(message.contains("9 pixels"), message);
        }

        @Test
        void filesAreLookedForWhereAskedThenInTheEnvironmentThenInTheUsualPlaces() throws Exception {
            Path full = Files.createDirectory(directory.resolve("full"));
            TestFiles.write(full, "train-images-idx3-ubyte", TestFiles.numbers("u1", ByteOrder.BIG_ENDIAN, 1));
            TestFiles.write(full, "t10k-images-idx3-ubyte", TestFiles.numbers("u1", ByteOrder.BIG_ENDIAN, 1));
            Path empty = Files.createDirectory(directory.resolve("empty"));
            assertEquals(full, FashionMnist.directory(full, empty.toString(), List.of()));
            assertEquals(full, FashionMnist.directory(null, full.toString(), List.of(empty)));
            assertEquals(full, FashionMnist.directory(null, " ", List.of(empty, full)));
            for (Path asked : Arrays.asList(empty, null)) {
                String message = assertThrows(
                                DataSetException.class, () -> FashionMnist.directory(asked, null, List.of(empty)))
                        .getMessage();
                assertTrue(message.contains(empty.toString()), message);
            }
            assertFalse(DataSets.hasFashionMnist(empty));
            assertTrue(DataSets.hasFashionMnist(full));
        }

        @Test
        void theInstalledFilesAreTheRealOnes() {
            boolean there = DataSets.hasFashionMnist(null);
            if (!there && "true".equals(System.getenv("CI"))) {
                throw new AssertionError("CI needs the package dataset-fashion-mnist");
            }
            Assumptions.assumeTrue(there, "Fashion-MNIST is not installed");
            DataSet data = DataSets.open(DataSetRequest.of("fashion-mnist").withDimension(784));
            assertEquals(60_000, data.size());
            assertEquals(10_000, data.heldOut().size());
            float least = 1;
            float most = 0;
            for (float pixel : data.rows()) {
                least = Math.min(least, pixel);
                most = Math.max(most, pixel);
            }
            assertEquals(0, least);
            assertEquals(1, most);
            // mean and deviation of the pixels as they are commonly stated: 0.2860, 0.3530
            assertEquals(784 * (.2860 * .2860 + .3530 * .3530), data.secondMoment(), .1);
            assertNotNull(data.heldOut());
        }
    }
}
