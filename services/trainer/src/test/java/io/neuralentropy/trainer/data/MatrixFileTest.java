package io.neuralentropy.trainer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixFileTest {
    @TempDir
    Path directory;

    private void assertReads(byte[] file, int columns, double... values) {
        for (byte[] bytes : new byte[][] {file, TestFiles.gzipped(file)}) {
            Matrix matrix = MatrixFile.read(TestFiles.write(directory, "data", bytes), FileLayout.AUTO);
            float[] expected = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                expected[i] = (float) values[i];
            }
            assertEquals(columns, matrix.columns());
            assertArrayEquals(expected, matrix.values());
        }
    }

    private void assertRefuses(byte[] file, String... words) {
        Path path = TestFiles.write(directory, "data", file);
        String message = assertThrows(DataSetException.class, () -> MatrixFile.read(path, FileLayout.AUTO))
                .getMessage();
        assertTrue(message.startsWith(path.toString()), message);
        assertFalse(message.contains("\n"), message);
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    private void assertRefuses(String text, String... words) {
        assertRefuses(text.getBytes(StandardCharsets.UTF_8), words);
    }

    @Nested
    class Idx {
        @Test
        void unsignedBytesArePixelsFromZeroToOne() {
            byte[] data = TestFiles.numbers("u1", ByteOrder.BIG_ENDIAN, 0, 51, 102, 255, 128, 1);
            assertReads(TestFiles.idx(8, new int[] {3, 2}, data), 2, 0, .2, .4, 1, 128 / 255., 1 / 255.);
        }

        @ParameterizedTest
        @CsvSource({"9, i1", "11, i2", "12, i4", "13, f4", "14, f8"})
        void allOtherTypesAreTakenAsTheyAre(int code, String type) {
            byte[] data = TestFiles.numbers(type, ByteOrder.BIG_ENDIAN, 1, -2, 100, 0);
            assertReads(TestFiles.idx(code, new int[] {2, 2}, data), 2, 1, -2, 100, 0);
        }

        @Test
        void imagesAreLaidOutInOneRow() {
            byte[] data = TestFiles.numbers("i1", ByteOrder.BIG_ENDIAN, 1, 2, 3, 4, 5, 6, 7, 8);
            assertReads(TestFiles.idx(9, new int[] {2, 2, 2}, data), 4, 1, 2, 3, 4, 5, 6, 7, 8);
            assertReads(TestFiles.idx(9, new int[] {8}, data), 1, 1, 2, 3, 4, 5, 6, 7, 8);
        }

        @Test
        void refusesWhatItsHeaderDoesNotBear() {
            byte[] four = TestFiles.numbers("i1", ByteOrder.BIG_ENDIAN, 1, 2, 3, 4);
            assertRefuses(TestFiles.idx(9, new int[] {3, 2}, four), "ends before");
            assertRefuses(TestFiles.gzipped(TestFiles.idx(9, new int[] {3, 2}, four)), "ends before");
            assertRefuses(TestFiles.idx(9, new int[] {1, 2}, four), "longer");
            assertRefuses(TestFiles.idx(9, new int[] {0, 2}, new byte[0]), "no data");
            assertRefuses(TestFiles.idx(9, new int[] {2, 0}, new byte[0]), "no data");
            assertRefuses(TestFiles.idx(9, new int[] {}, four), "axes");
            assertRefuses(TestFiles.idx(10, new int[] {2, 2}, four), "type 0x0a");
            assertRefuses(TestFiles.idx(9, new int[] {-1, 2}, four), "more than");
            assertRefuses(TestFiles.idx(9, new int[] {2, -1}, four), "more than");
            assertRefuses(TestFiles.idx(9, new int[] {1, 70_000, 70_000}, four), "more than");
            assertRefuses(TestFiles.idx(9, new int[] {2_000_000_000, 2_000_000_000}, four), "ends before");
            assertRefuses(new byte[] {0, 0, 9}, "neither");
            assertRefuses(new byte[] {0, 0, 9, 2, 0}, "ends before");
        }

        @Test
        void refusesNumbersThatAreNotFinite() {
            byte[] nan = TestFiles.numbers("f4", ByteOrder.BIG_ENDIAN, 1, Double.NaN);
            assertRefuses(TestFiles.idx(13, new int[] {1, 2}, nan), "not finite", "2. in the file");
            byte[] huge = TestFiles.numbers("f8", ByteOrder.BIG_ENDIAN, 1e300, 0);
            assertRefuses(TestFiles.idx(14, new int[] {1, 2}, huge), "not finite", "1. in the file");
        }

        @Test
        void readsMoreThanOneBuffer() {
            double[] values = new double[100_000];
            Arrays.setAll(values, i -> i % 30_000);
            byte[] data = TestFiles.numbers("i2", ByteOrder.BIG_ENDIAN, values);
            assertReads(TestFiles.idx(11, new int[] {1000, 10, 10}, data), 100, values);
        }
    }

    @Nested
    class Npy {
        @ParameterizedTest
        @ValueSource(strings = {"i1", "i2", "i4", "i8", "f4", "f8"})
        void readsEveryTypeInBothByteOrders(String type) {
            byte[] little = TestFiles.numbers(type, ByteOrder.LITTLE_ENDIAN, 1, -2, 100, 0, 5, 6);
            byte[] big = TestFiles.numbers(type, ByteOrder.BIG_ENDIAN, 1, -2, 100, 0, 5, 6);
            String sign = type.equals("i1") ? "|" : "<";
            assertReads(TestFiles.npy(1, TestFiles.header(sign + type, false, "2, 3"), little), 3, 1, -2, 100, 0, 5, 6);
            assertReads(TestFiles.npy(1, TestFiles.header(">" + type, false, "2, 3"), big), 3, 1, -2, 100, 0, 5, 6);
        }

        @Test
        void unsignedBytesArePixelsFromZeroToOne() {
            byte[] data = TestFiles.numbers("u1", ByteOrder.LITTLE_ENDIAN, 255, 51);
            assertReads(TestFiles.npy(1, TestFiles.header("|u1", false, "1, 2"), data), 2, 1, .2);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void readsEveryVersion(int version) {
            byte[] data = TestFiles.numbers("f8", ByteOrder.LITTLE_ENDIAN, .5, .25);
            assertReads(TestFiles.npy(version, TestFiles.header("<f8", false, "2, 1"), data), 1, .5, .25);
        }

        @Test
        void readsFortranOrder() {
            byte[] data = TestFiles.numbers("f4", ByteOrder.LITTLE_ENDIAN, 1, 4, 2, 5, 3, 6);
            assertReads(TestFiles.npy(1, TestFiles.header("<f4", true, "2, 3"), data), 3, 1, 2, 3, 4, 5, 6);
            // a[i][j][k] = 100 i + 10 j + k, first index fastest
            byte[] cube = TestFiles.numbers("f4", ByteOrder.LITTLE_ENDIAN, 0, 100, 10, 110, 1, 101, 11, 111);
            assertReads(
                    TestFiles.npy(1, TestFiles.header("<f4", true, "2, 2, 2"), cube),
                    4,
                    0,
                    1,
                    10,
                    11,
                    100,
                    101,
                    110,
                    111);
        }

        @Test
        void readsHalfPrecisionUnsignedIntegersAndTruthValues() {
            // as NumPy writes 1, -2, 65504, 6e-8 (the least), 0.1 and -0.0
            byte[] halves =
                    TestFiles.numbers("i2", ByteOrder.LITTLE_ENDIAN, 0x3c00, 0xc000, 0x7bff, 0x0001, 0x2e66, 0x8000);
            assertReads(
                    TestFiles.npy(1, TestFiles.header("<f2", false, "2, 3"), halves),
                    3,
                    1,
                    -2,
                    65504,
                    Math.scalb(1.0, -24),
                    0.0999755859375,
                    -0.0);
            byte[] shorts = TestFiles.numbers("i2", ByteOrder.BIG_ENDIAN, 1, 65535, 32768);
            assertReads(TestFiles.npy(1, TestFiles.header(">u2", false, "1, 3"), shorts), 3, 1, 65535, 32768);
            byte[] ints = TestFiles.numbers("i4", ByteOrder.LITTLE_ENDIAN, 1, -1);
            assertReads(TestFiles.npy(1, TestFiles.header("<u4", false, "1, 2"), ints), 2, 1, 4294967295.0);
            byte[] truths = TestFiles.numbers("u1", ByteOrder.LITTLE_ENDIAN, 1, 0);
            assertReads(TestFiles.npy(1, TestFiles.header("|b1", false, "2, 1"), truths), 1, 1, 0);
        }

        @Test
        void refusesHalvesThatAreNotFinite() {
            for (int bits : new int[] {0x7c00, 0xfc00, 0x7e00}) {
                byte[] data = TestFiles.numbers("i2", ByteOrder.LITTLE_ENDIAN, bits);
                assertRefuses(TestFiles.npy(1, TestFiles.header("<f2", false, "1,"), data), "not finite");
            }
        }

        @Test
        void oneAxisMeansOneColumn() {
            byte[] data = TestFiles.numbers("i2", ByteOrder.LITTLE_ENDIAN, 1, 2, 3);
            assertReads(TestFiles.npy(1, TestFiles.header("<i2", false, "3,"), data), 1, 1, 2, 3);
        }

        @ParameterizedTest
        @ValueSource(strings = {"<f16", "<c8", "<u8", "|O", "<U3", ""})
        void refusesOtherTypes(String descr) {
            assertRefuses(TestFiles.npy(1, TestFiles.header(descr, false, "1, 1"), new byte[8]), "astype");
        }

        @Test
        void refusesWhatItsHeaderDoesNotBear() {
            byte[] data = TestFiles.numbers("f4", ByteOrder.LITTLE_ENDIAN, 1, 2);
            assertRefuses(TestFiles.npy(1, TestFiles.header("<f4", false, "3, 1"), data), "ends before");
            assertRefuses(TestFiles.npy(1, TestFiles.header("<f4", false, "1, 1"), data), "longer");
            assertRefuses(TestFiles.npy(1, TestFiles.header("<f4", false, "0, 3"), new byte[0]), "no data");
            assertRefuses(TestFiles.npy(1, TestFiles.header("<f4", false, ""), data), "single number");
            assertRefuses(TestFiles.npy(1, TestFiles.header("<f4", false, "1 2"), data), "shape");
            assertRefuses(TestFiles.npy(1, TestFiles.header("<f4", false, "99999999999999999999"), data), "shape");
            assertRefuses(TestFiles.npy(1, TestFiles.header("<f4", false, "1, 99999999999"), data), "more than");
            assertRefuses(TestFiles.npy(4, TestFiles.header("<f4", false, "2,"), data), "version 4");
            assertRefuses(
                    TestFiles.npy(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}", data),
                    "plain type");
            assertRefuses(TestFiles.npy(1, "{'descr': '<f4', 'shape': (2,)}", data), "order");
            assertRefuses(TestFiles.npy(1, "{'descr': '<f4', 'fortran_order': False}", data), "shape");
            byte[] endless = TestFiles.npy(2, "{}", data);
            endless[10] = 127;
            assertRefuses(endless, "header");
            assertRefuses(Arrays.copyOf(TestFiles.npy(1, "{}", data), 9), "ends before");
        }

        @Test
        void refusesNumbersThatAreNotFinite() {
            byte[] data = TestFiles.numbers("f8", ByteOrder.LITTLE_ENDIAN, 1, 2, Double.NEGATIVE_INFINITY);
            assertRefuses(TestFiles.npy(1, TestFiles.header("<f8", false, "3,"), data), "not finite", "3. in the file");
        }
    }

    @Nested
    class Csv {
        @ParameterizedTest
        @ValueSource(strings = {",", ";", "\t", " ", "   ", ", ", " ; "})
        void readsEverySeparatorWithAndWithoutAHeader(String separator) {
            String rows = "1,-2.5,3e2\n.5,+4,5.\n".replace(",", separator);
            assertReads(rows.getBytes(StandardCharsets.UTF_8), 3, 1, -2.5, 300, .5, 4, 5);
            assertReads(
                    ("a,b,c\n".replace(",", separator) + rows).getBytes(StandardCharsets.UTF_8),
                    3,
                    1,
                    -2.5,
                    300,
                    .5,
                    4,
                    5);
        }

        @Test
        void skipsEmptyLinesCommentsAndTheByteOrderMark() {
            String text = "\uFEFF# made by hand\r\n\r\n x, y \r\n1,2\r\n\r\n# end\r\n3,4";
            assertReads(text.getBytes(StandardCharsets.UTF_8), 2, 1, 2, 3, 4);
            assertReads("\uFEFF1\n2\n".getBytes(StandardCharsets.UTF_8), 1, 1, 2);
        }

        @Test
        void readsMoreRowsThanItFirstHasRoomFor() {
            StringBuilder text = new StringBuilder();
            double[] values = new double[9000];
            for (int i = 0; i < 9000; i++) {
                values[i] = i;
                text.append(i).append(i % 3 == 2 ? "\n" : ",");
            }
            assertReads(text.toString().getBytes(StandardCharsets.UTF_8), 3, values);
        }

        @Test
        void refusesRaggedRowsByLine() {
            assertRefuses("a,b\n1,2\n\n3\n", "1 columns", "line 4", "2 before");
            assertRefuses("1 2\n1 2 3\n", "3 columns", "line 2");
            assertRefuses("1,2\n1,2,\n", "3 columns", "line 2");
        }

        @Test
        void refusesWhatIsNotANumberByLineAndColumn() {
            assertRefuses("1,2\n3,x4\n", "'x4'", "line 2", "column 2");
            assertRefuses("1,2\n3,1d\n", "'1d'");
            assertRefuses("1;2\n3;1,5\n", "'1,5'");
            assertRefuses("1,2\n3,\n", "empty", "line 2", "column 2");
            assertRefuses("1,2\n3," + "y".repeat(100) + "\n", "y…'");
            assertRefuses("1,2\n".repeat(200) + "3,\u001b[31m\n", "'?[31m'");
            assertRefuses("name,2\n3,4\n", "line 1", "neither a header nor data");
        }

        @ParameterizedTest
        @ValueSource(strings = {"NaN", "nan", "-inf", "Infinity"})
        void refusesNumbersThatAreNotFiniteByLine(String text) {
            assertRefuses("1,2\n3," + text + "\n", text, "line 2", "column 2", "finite");
            assertRefuses(text + ",1\n", text, "line 1", "column 1", "finite");
        }

        @Test
        void refusesNumbersThatSinglePrecisionCannotHold() {
            assertRefuses("1\n1e39\n", "1e39", "line 2", "single precision");
        }

        @Test
        void refusesFilesWithoutRows() {
            assertRefuses("", "empty");
            assertRefuses("a,b\n", "no rows");
            assertRefuses("\n\n", "no rows");
        }
    }

    @Nested
    class AnyFile {
        @Test
        void refusesWhatIsNoMatrix() {
            assertRefuses(new byte[] {'P', 'K', 3, 4, 0, 0}, "neither");
            byte[] latin = "1,2\n3,4\nd\u00e9j\u00e0,5\n".getBytes(StandardCharsets.ISO_8859_1);
            assertRefuses(latin, "UTF-8");
        }

        @Test
        void refusesDamagedGzip() {
            byte[] packed = TestFiles.gzipped("1,2\n3,4\n".getBytes(StandardCharsets.UTF_8));
            assertRefuses(Arrays.copyOf(packed, packed.length - 10), "damaged or cut");
            assertRefuses(Arrays.copyOf(packed, 5), "damaged or cut");
            packed[2] = 7;
            assertRefuses(packed, "damaged or cut");
            assertRefuses(TestFiles.gzipped(new byte[0]), "empty");
        }

        @Test
        void refusesWhatIsNotThere() {
            Path missing = directory.resolve("missing.csv");
            String message = assertThrows(DataSetException.class, () -> MatrixFile.read(missing, FileLayout.AUTO))
                    .getMessage();
            assertTrue(message.contains("missing.csv") && message.contains("gaussian-mixture"), message);
            assertThrows(DataSetException.class, () -> MatrixFile.read(directory, FileLayout.AUTO));
        }

        @Test
        void saysWhyAFileCannotBeRead() {
            Path path = Path.of("points.csv");
            String denied =
                    Source.failed(path, new AccessDeniedException("points.csv")).getMessage();
            assertTrue(denied.startsWith("points.csv may not be read"), denied);
            String other = Source.failed(path, new IOException("disk is gone")).getMessage();
            assertEquals("points.csv cannot be read: disk is gone", other);
        }

        @Test
        void refusesMoreThanCanBeHeld() {
            String many = assertThrows(DataSetException.class, () -> Matrix.checkedLength(3_000_000_000L, 2))
                    .getMessage();
            assertTrue(many.contains("take fewer rows"), many);
            long most = Runtime.getRuntime().maxMemory() / 8 + 1000;
            if (most < Integer.MAX_VALUE - 8) {
                String large = assertThrows(DataSetException.class, () -> Matrix.checkedLength(most, 1))
                        .getMessage();
                assertTrue(large.contains("-Xmx"), large);
            }
        }
    }
}
