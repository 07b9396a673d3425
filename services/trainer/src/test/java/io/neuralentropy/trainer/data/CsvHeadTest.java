package io.neuralentropy.trainer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines and columns of a text are no data. Every text here holds the points (1.5, 2) and (3, 4.5) unless it says otherwise. */
class CsvHeadTest {
    private static final float[] POINTS = {1.5f, 2, 3, 4.5f};

    @TempDir
    private Path directory;

    private Matrix read(String text, FileLayout layout) {
        return MatrixFile.read(TestFiles.write(directory, "points.csv", text), layout);
    }

    private void assertReads(String text, FileLayout layout, int columns, float... values) {
        Matrix matrix = read(text, layout);
        assertEquals(columns, matrix.columns());
        assertArrayEquals(values, matrix.values());
    }

    private void assertRefuses(String text, FileLayout layout, String words) {
        String message =
                assertThrows(DataSetException.class, () -> read(text, layout)).getMessage();
        assertTrue(message.contains(words), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5,2\n3,4.5\n",
                "a,b\n1.5,2\n3,4.5\n",
                // pandas: to_csv(index=False), to_csv(), to_csv(index_label="id"), read and written again
                "0,1\n1.5,2\n3,4.5\n",
                ",0,1\n0,1.5,2\n1,3,4.5\n",
                "id,0,1\n0,1.5,2\n1,3,4.5\n",
                "Unnamed: 0,a,b\n0,1.5,2\n1,3,4.5\n",
                ",a,b\n0,1.5,2\n1,3,4.5\n",
                "\ta\tb\n0\t1.5\t2\n1\t3\t4.5\n",
                // an index of names
                ",a,b\nfirst,1.5,2\nsecond,3,4.5\n",
                // R: write.csv, write.table
                "\"\",\"V1\",\"V2\"\n\"1\",1.5,2\n\"2\",3,4.5\n",
                "\"V1\" \"V2\"\n\"1\" 1.5 2\n\"2\" 3 4.5\n",
                // pandas: sep=" "
                " 0 1\n0 1.5 2\n1 3 4.5\n",
                // quoted separators, quotes and line ends
                "\"total, net\",\"a \"\"b\"\"\"\n1.5,2\n3,4.5\n",
                "\"x;y\",z\n\"1.5\",\"2\"\n\"3\",4.5\n",
                "\"two\nlines\",z\n1.5,2\n3,4.5\n"
            })
    void areToldByTheFirstLines(String text) {
        assertReads(text, FileLayout.AUTO, 2, POINTS);
    }

    @Test
    void areNeverTakenFromDataThatBeginLikeThem() {
        assertReads("0,1,2\n3,4,5\n", FileLayout.AUTO, 3, 0, 1, 2, 3, 4, 5);
        assertReads("0,1\n5,7\n", FileLayout.AUTO, 2, 0, 1, 5, 7);
        assertReads("0\n7\n", FileLayout.AUTO, 1, 0, 7);
        assertReads("0,1,2\n", FileLayout.AUTO, 3, 0, 1, 2);
        assertReads("1,2\n1.5,2\n", FileLayout.AUTO, 2, 1, 2, 1.5f, 2);
        assertReads("0,1.5\n1,3\n2,4\n", FileLayout.AUTO, 2, 0, 1.5f, 1, 3, 2, 4);
        assertReads("id,x\n0,1.5\n1,3\n2,4\n", FileLayout.AUTO, 2, 0, 1.5f, 1, 3, 2, 4);
    }

    @Test
    void aCountedHeaderOverWholeNumbersNeedsThreeColumns() {
        assertReads("0,1,2\n7,7,7\n", FileLayout.AUTO, 3, 7, 7, 7);
        assertReads("0\n1.5\n", FileLayout.AUTO, 1, 1.5f);
    }

    @Test
    void areThoseThatTheUserStates() {
        FileLayout header = FileLayout.AUTO.withHeader(Presence.YES);
        assertReads("10,20\n1.5,2\n3,4.5\n", header, 2, POINTS);
        assertReads("x,20\n1.5,2\n3,4.5\n", header, 2, POINTS);
        FileLayout none = FileLayout.AUTO.withHeader(Presence.NO);
        assertReads("0,1,2\n7,7,7\n", none, 3, 0, 1, 2, 7, 7, 7);
        assertRefuses("a,b\n1,2\n", none, "'a' in line 1");
        FileLayout index = FileLayout.AUTO.withIndex(Presence.YES);
        assertReads("0,1.5,2\n1,3,4.5\n", index, 2, POINTS);
        assertReads("id,x,y\n0,1.5,2\n1,3,4.5\n", index, 2, POINTS);
        assertReads("first,1.5,2\nsecond,3,4.5\n", index, 2, POINTS);
        FileLayout data = FileLayout.AUTO.withIndex(Presence.NO);
        assertReads(",0\n1.5,2\n3,4.5\n", data, 2, POINTS);
    }

    @Test
    void areRefusedWhereTheyCannotBeTold() {
        assertRefuses("name,2\n3,4\n", FileLayout.AUTO, "--csv-header yes");
        assertRefuses(",2.5\n3,4\n", FileLayout.AUTO, "empty field in line 1, column 1");
        assertRefuses("a,b,c\n1,2\n", FileLayout.AUTO, "2 columns in line 2, but 3 before");
        assertRefuses("1\n2\n", FileLayout.AUTO.withIndex(Presence.YES), "no column but its index");
        assertRefuses("1,2\n3,\"4\n", FileLayout.AUTO, "does not end with its quote");
        assertRefuses("a,b\n", FileLayout.AUTO.withHeader(Presence.YES), "no rows");
    }
}
