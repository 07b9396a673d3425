package io.neuralentropy.trainer.data;

import java.io.IOException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Text with one data point per line ({@link CsvLines}), with or without header and index ({@link CsvHead}). */
final class CsvReader {
    private static final Logger LOG = LoggerFactory.getLogger(CsvReader.class);
    private static final int LONGEST_SHOWN = 40;
    /** Rows from which on a first column that counts them may be an index. */
    private static final int SURELY_COUNTED = 3;

    private final Source source;
    private final FileLayout layout;
    private CsvHead head;
    private float[] values = new float[1024];
    private int length;
    private int rows;
    private boolean counted = true;

    private CsvReader(Source source, FileLayout layout) {
        this.source = source;
        this.layout = layout;
    }

    /** Whether a file that begins like this can be text: no control characters but white space. */
    static boolean knows(byte[] start) {
        for (byte b : start) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    static Matrix read(Source source, FileLayout layout) throws IOException {
        return new CsvReader(source, layout).read();
    }

    private Matrix read() throws IOException {
        CsvLines lines = CsvLines.of(source);
        CsvLine first = lines.next();
        if (first != null) {
            CsvLine second = lines.next();
            head = CsvHead.of(source, layout, first, second);
            for (CsvLine line = head.header() ? second : first; line != null; line = lines.next()) {
                add(line);
                if (line == first && second != null) {
                    add(second);
                }
            }
        }
        if (rows == 0) {
            throw source.refuse("has no rows of numbers: it needs at least one");
        }
        warnOfAnIndex();
        return ImageAxes.matrix(source, layout, new int[] {columns()}, Arrays.copyOf(values, length));
    }

    private int columns() {
        return head.index() ? head.fields() - 1 : head.fields();
    }

    private void add(CsvLine line) {
        if (line.size() != head.fields()) {
            throw source.refuse("has " + line.size() + " columns in line " + line.number() + ", but " + head.fields()
                    + " before: make all rows equally long");
        }
        int columns = columns();
        if (length + (long) columns > values.length) {
            values = Arrays.copyOf(values, Matrix.checkedLength(2L * rows + 1, columns));
        }
        for (int column = head.index() ? 1 : 0; column < line.size(); column++) {
            values[length++] = number(line, column);
        }
        counted = counted && Math.abs(values[length - columns] - values[0] - rows) == 0;
        rows++;
    }

    private void warnOfAnIndex() {
        boolean fromTheStart = values[0] == 0 || values[0] == 1;
        if (counted
                && fromTheStart
                && rows >= SURELY_COUNTED
                && columns() > 1
                && !head.index()
                && layout.index() == Presence.AUTO) {
            LOG.warn(
                    "{}: the first column counts the rows and is taken as data; if it is an index, say --csv-index yes",
                    source.path());
        }
    }

    private float number(CsvLine line, int column) {
        String field = line.fields()[column];
        String where = " in line " + line.number() + ", column " + (column + 1);
        if (!CsvLine.isNumber(field)) {
            throw source.refuse(notANumber(field, where));
        }
        float value = Float.parseFloat(field);
        if (!Float.isFinite(value)) {
            throw source.refuse("has '" + field + "'" + where + ", too large for single precision: scale the data");
        }
        return value;
    }

    private static String notANumber(String field, String where) {
        if (field.isEmpty()) {
            return "has an empty field" + where + ": fill it or remove the row";
        }
        if (CsvLine.isNotFinite(field)) {
            return "has '" + field + "'" + where + ": remove or replace what is not finite";
        }
        String shown = (field.length() > LONGEST_SHOWN ? field.substring(0, LONGEST_SHOWN) + "…" : field)
                .replaceAll("\\p{Cntrl}", "?");
        return "has '" + shown + "'" + where + ", which is not a number";
    }
}
