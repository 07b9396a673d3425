package io.neuralentropy.trainer.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Text with one data point per line, numbers separated by tabs, semicolons, commas or spaces: the first of these that the
 * first line has. A first line without a number is a header. Empty lines and those that start with # are skipped.
 */
final class CsvReader {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

    private final Source source;
    private Pattern separator;
    private float[] values = new float[1024];
    private int length;
    private int columns;
    private long line;

    private CsvReader(Source source) {
        this.source = source;
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

    static Matrix read(Source source) throws IOException {
        return new CsvReader(source).read();
    }

    private Matrix read() throws IOException {
        // a decoder that reports, so that binary junk is refused and not read as replacement characters
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(source.stream(), StandardCharsets.UTF_8.newDecoder()));
        try {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                String trimmed = (line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
                if (!trimmed.isEmpty() && trimmed.charAt(0) != '#') {
                    addLine(trimmed);
                }
            }
        } catch (CharacterCodingException e) {
            throw source.refuse(
                    "is neither text in UTF-8 nor an IDX or .npy file (seen after line " + line + "): convert it");
        }
        if (length == 0) {
            throw source.refuse("has no rows of numbers: it needs at least one");
        }
        return new Matrix(columns, Arrays.copyOf(values, length));
    }

    private void addLine(String text) {
        boolean first = separator == null;
        if (first) {
            separator = separator(text);
        }
        String[] fields = separator.split(text, -1);
        if (first) {
            columns = fields.length;
            if (isHeader(fields)) {
                return;
            }
        }
        if (fields.length != columns) {
            throw source.refuse("has " + fields.length + " columns in line " + line + ", but " + columns
                    + " before: make all rows equally long");
        }
        if (length + (long) columns > values.length) {
            values = Arrays.copyOf(values, Matrix.checkedLength(2L * (values.length / columns) + 1, columns));
        }
        for (int column = 0; column < columns; column++) {
            values[length++] = number(fields[column].strip(), column);
        }
    }

    private static Pattern separator(String text) {
        for (String candidate : new String[] {"\t", ";", ","}) {
            if (text.contains(candidate)) {
                return Pattern.compile(candidate);
            }
        }
        return Pattern.compile("\\s+");
    }

    private boolean isHeader(String[] fields) {
        long names =
                Arrays.stream(fields).filter(field -> !isNumber(field.strip())).count();
        if (names > 0 && names < fields.length) {
            throw source.refuse("has both numbers and other text in line " + line
                    + ", so that it is neither a header nor data: mend or remove it");
        }
        return names > 0;
    }

    private static boolean isNumber(String field) {
        return field.isEmpty()
                || NUMBER.matcher(field).matches()
                || NOT_FINITE.matcher(field).matches();
    }

    private float number(String field, int column) {
        String where = " in line " + line + ", column " + (column + 1);
        if (!NUMBER.matcher(field).matches()) {
            if (NOT_FINITE.matcher(field).matches()) {
                throw source.refuse("has '" + field + "'" + where + ": remove or replace what is not finite");
            }
            String shown = (field.length() > 40 ? field.substring(0, 40) + "…" : field).replaceAll("\\p{Cntrl}", "?");
            throw source.refuse(
                    field.isEmpty()
                            ? "has an empty field" + where + ": fill it or remove the row"
                            : "has '" + shown + "'" + where + ", which is not a number");
        }
        float value = Float.parseFloat(field);
        if (!Float.isFinite(value)) {
            throw source.refuse("has '" + field + "'" + where + ", too large for single precision: scale the data");
        }
        return value;
    }
}
