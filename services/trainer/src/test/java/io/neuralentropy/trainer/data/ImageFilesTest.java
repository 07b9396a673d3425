package io.neuralentropy.trainer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
    @TempDir
    Path directory;

    @Nested
    class Cifar10 {
        @Test
        void isReadFromItsDirectoryAndTestedWithItsTestBatch() {
            for (int batch = 1; batch <= 5; batch++) {
                TestFiles.write(directory, "data_batch_" + batch + ".bin", records(batch, batch + 4));
            }
            TestFiles.write(directory, "test_batch.bin", records(0, 3, 7));

            DataSet data = DataSets.open(DataSetRequest.of(directory.toString()));

            assertEquals("cifar-10", data.name());
            assertEquals(new ImageShape(3, 32, 32), data.image());
            assertEquals(10, data.size());
            assertEquals(10, data.classes());
            assertArrayEquals(new int[] {1, 5, 2, 6, 3, 7, 4, 8, 5, 9}, data.labels());
            assertEquals(3, data.heldOut().size());
            assertArrayEquals(new int[] {0, 3, 7}, data.heldOut().labels());
        }

        /** Red, green, blue, each row by row, 0 to 1: the order of the records, and of the network's images. */
        @Test
        void keepsTheOrderOfItsPixels() {
            byte[] record = record(4);
            record[1] = (byte) 255;
            record[1 + 1024] = 51;
            record[1 + 2 * 1024 + 33] = 102;
            Path file = TestFiles.write(directory, "one.bin", record);

            DataSet data = DataSets.open(DataSetRequest.of(file.toString()));

            assertEquals(1, data.rows()[0]);
            assertEquals(0.2f, data.rows()[1024]);
            assertEquals(0.4f, data.rows()[2 * 1024 + 33]);
            assertEquals(0, data.rows()[1]);
        }

        @Test
        void labelsStayWithTheirImagesWhenFewerAreAskedFor() {
            byte[][] images = new byte[20][];
            for (int i = 0; i < images.length; i++) {
                images[i] = record(i % 10);
                images[i][1] = (byte) i;
            }
            Path file = TestFiles.write(directory, "some.bin", joined(images));

            DataSet data =
                    DataSets.open(DataSetRequest.of(file.toString()).withSize(7).withSeed(3));

            assertEquals(7, data.size());
            assertEquals(10, data.classes());
            for (int i = 0; i < data.size(); i++) {
                int number = Math.round(255 * data.rows()[i * data.dimension()]);
                assertEquals(number % 10, data.labels()[i]);
            }
            assertEquals(2, data.heldOut().labels().length);
        }

        @Test
        void refusesAFileThatIsCut() {
            Path file = TestFiles.write(directory, "cut.bin", Arrays.copyOf(record(1), 3000));

            assertTrue(refusal(file).contains("no number of CIFAR-10's records"));
        }

        @Test
        void refusesLabelsThatItDoesNotHave() {
            Path file = TestFiles.write(directory, "other.bin", record(10));

            assertTrue(refusal(file).contains("label 10"));
        }

        @Test
        void saysWhichFileIsMissing() {
            TestFiles.write(directory, "data_batch_1.bin", record(1));

            assertTrue(refusal(directory).contains("data_batch_2.bin"));
        }
    }

    @Nested
    class Idx {
        @Test
        void takesTheLabelsThatLieBesideItsImages() {
            Path file = images("train-images-idx3-ubyte", 3);
            labels("train-labels-idx1-ubyte", 5, 0, 2);

            DataSet data = DataSets.open(DataSetRequest.of(file.toString()));

            assertEquals(new ImageShape(1, 2, 3), data.image());
            assertEquals(6, data.classes());
            assertEquals(3, data.size());
            for (int i = 0; i < 3; i++) {
                int number = Math.round(255 * data.rows()[6 * i]);
                assertEquals(new int[] {5, 0, 2}[number], data.labels()[i]);
            }
        }

        @Test
        void hasNoLabelsWhereThereIsNoSuchFile() {
            DataSet data = DataSets.open(
                    DataSetRequest.of(images("train-images-idx3-ubyte", 3).toString()));

            assertNull(data.labels());
            assertEquals(0, data.classes());
        }

        @Test
        void refusesLabelsOfOtherImages() {
            Path file = images("train-images-idx3-ubyte", 3);
            labels("train-labels-idx1-ubyte", 5, 0);

            assertTrue(refusal(file).contains("has 2 labels for 3 images"));
        }

        @Test
        void refusesImagesForLabels() {
            Path file = images("train-images-idx3-ubyte", 3);
            images("train-labels-idx1-ubyte", 3);

            assertTrue(refusal(file).contains("holds no labels"));
        }

        /** The first pixel of each image is its number. */
        private Path images(String name, int count) {
            byte[] pixels = new byte[6 * count];
            for (int i = 0; i < count; i++) {
                pixels[6 * i] = (byte) i;
            }
            return TestFiles.write(directory, name, TestFiles.idx(8, new int[] {count, 2, 3}, pixels));
        }

        private void labels(String name, int... labels) {
            byte[] bytes = new byte[labels.length];
            for (int i = 0; i < labels.length; i++) {
                bytes[i] = (byte) labels[i];
            }
            TestFiles.write(directory, name, TestFiles.idx(8, new int[] {labels.length}, bytes));
        }
    }

    private static String refusal(Path path) {
        String message = assertThrows(DataSetException.class, () -> DataSets.open(DataSetRequest.of(path.toString())))
                .getMessage();
        assertEquals(1, message.lines().count());
        return message;
    }

    private static byte[] records(int... labels) {
        byte[][] records = new byte[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            records[i] = record(labels[i]);
        }
        return joined(records);
    }

    private static byte[] record(int label) {
        byte[] record = new byte[3073];
        record[0] = (byte) label;
        return record;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
