package io.neuralentropy.trainer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a file's points are images, and which. */
class ImageAxesTest {
    @TempDir
    private Path directory;

    /** Two points of these axes whose numbers count, as an .npy file. */
    private Path npy(int... axes) {
        int size = 2 * Arrays.stream(axes).reduce(1, (a, b) -> a * b);
        double[] values = new double[size];
        Arrays.setAll(values, i -> i);
        String shape = "2, " + Arrays.stream(axes).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        byte[] data = TestFiles.numbers("f4", ByteOrder.LITTLE_ENDIAN, values);
        return TestFiles.write(directory, "points.npy", TestFiles.npy(1, TestFiles.header("<f4", false, shape), data));
    }

    private static int[] axes(String text) {
        return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    private static FileLayout image(String shape) {
        return FileLayout.AUTO.withImage(FileLayout.image(shape));
    }

    private void assertRefuses(Path file, FileLayout layout, String words) {
        String message = assertThrows(DataSetException.class, () -> MatrixFile.read(file, layout))
                .getMessage();
        assertTrue(message.contains(words), message);
    }

    @ParameterizedTest
    @CsvSource({
        "8x9, 1x8x9",
        "4x8x8, 4x8x8",
        "16x8x8, 16x8x8",
        "16x4x4, 16x4x4",
        "3x8x8, 3x8x8",
        "3x5x4, 3x5x4",
        "8x8x3, 3x8x8",
        "8x8x1, 1x8x8",
        "6x9x4, 4x6x9",
        "3x3x3, 3x3x3"
    })
    void followsFromTheAxesOfTheFile(String of, String shape) {
        Matrix matrix = MatrixFile.read(npy(axes(of)), FileLayout.AUTO);
        assertEquals(FileLayout.image(shape), matrix.image());
        assertEquals(2, matrix.rows());
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "784", "2x2x2x2"})
    void isNeverGuessedFromANumberThatIsASquare(String of) {
        assertNull(MatrixFile.read(npy(axes(of)), FileLayout.AUTO).image());
    }

    @Test
    void bringsColoursToTheFront() {
        Matrix matrix = MatrixFile.read(npy(2, 2, 3), FileLayout.AUTO);
        assertEquals(new ImageShape(3, 2, 2), matrix.image());
        assertArrayEquals(new float[] {0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11}, Arrays.copyOf(matrix.values(), 12));
        assertArrayEquals(
                new float[] {12, 15, 18, 21, 13, 16, 19, 22, 14, 17, 20, 23},
                Arrays.copyOfRange(matrix.values(), 12, 24));
    }

    @Test
    void isTheOneThatTheUserStates() {
        FileLayout last = FileLayout.AUTO.withOrder(ChannelOrder.CHANNELS_LAST);
        assertEquals(
                new ImageShape(2, 8, 9), MatrixFile.read(npy(8, 9, 2), last).image());
        assertEquals(
                new ImageShape(8, 8, 3),
                MatrixFile.read(npy(8, 8, 3), FileLayout.AUTO.withOrder(ChannelOrder.CHANNELS_FIRST))
                        .image());
        assertEquals(
                new ImageShape(2, 8, 9),
                MatrixFile.read(npy(8, 9, 2), image("2x8x9")).image());
        Matrix flat = MatrixFile.read(npy(12), image("3x2x2"));
        assertEquals(new ImageShape(3, 2, 2), flat.image());
        assertEquals(1, flat.values()[1]);
        Matrix flatLast = MatrixFile.read(npy(12), image("3x2x2").withOrder(ChannelOrder.CHANNELS_LAST));
        assertEquals(3, flatLast.values()[1]);
        assertEquals(
                new ImageShape(1, 2, 2),
                MatrixFile.read(TestFiles.write(directory, "a.csv", "1,2,3,4\n"), image("1x2x2"))
                        .image());
    }

    @Test
    void refusesAnotherShapeThanTheFileHas() {
        assertRefuses(npy(3, 8, 8), image("3x4x16"), "axes 3x8x8");
        assertRefuses(npy(3, 8, 8), image("8x3x8").withOrder(ChannelOrder.CHANNELS_FIRST), "make no image of 8x3x8");
        assertRefuses(npy(12), image("1x3x3"), "12 numbers, which make no image of 1x3x3");
        assertRefuses(npy(8, 9), image("1x8x8"), "72 numbers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "28", "28x28", "3x0x4", "axbxc", "3x28x28x1", "-1x2x2", "9999999x1x1"})
    void refusesWhatIsNoShape(String text) {
        String message = assertThrows(DataSetException.class, () -> FileLayout.image(text))
                .getMessage();
        assertTrue(message.contains("3x32x32"), message);
    }

    @Test
    void dataThatAreNoFilesHaveTheirOwn() {
        DataSetRequest drawn = DataSetRequest.of("gaussian").withLayout(image("1x1x3"));
        String message =
                assertThrows(DataSetException.class, () -> DataSets.open(drawn)).getMessage();
        assertTrue(message.contains("no images"), message);
    }
}
