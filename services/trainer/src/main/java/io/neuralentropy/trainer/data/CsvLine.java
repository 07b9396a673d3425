package io.neuralentropy.trainer.data;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A line of text that is not empty.
 *
 * @param number of the line in its file, from 1
 * @param fields without white space at their ends
 */
record CsvLine(long number, String[] fields) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
    private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

    static boolean isNumber(String field) {
        return NUMBER.matcher(field).matches();
    }

    static boolean isNotFinite(String field) {
        return NOT_FINITE.matcher(field).matches();
    }

    /** Neither empty nor a number. */
    static boolean isName(String field) {
        return !field.isEmpty() && !isNumber(field) && !isNotFinite(field);
    }

    int size() {
        return fields.length;
    }

    String first() {
        return fields[0];
    }

    boolean hasName() {
        return Arrays.stream(fields).anyMatch(CsvLine::isName);
    }

    boolean hasNumber() {
        return Arrays.stream(fields).anyMatch(field -> isNumber(field) || isNotFinite(field));
    }

    /** Whether all fields are whole numbers, written as such. */
    boolean isWhole() {
        return Arrays.stream(fields).allMatch(field -> INTEGER.matcher(field).matches());
    }

    /** Whether some number is written with a point or an exponent. */
    boolean hasFraction() {
        return Arrays.stream(fields)
                .anyMatch(field -> isNumber(field) && !INTEGER.matcher(field).matches());
    }

    /** Whether the fields from one on are {@code start}, {@code start + 1}, …, at least one of them. */
    boolean counts(int from, int start) {
        for (int i = from; i < fields.length; i++) {
            if (!fields[i].equals(Integer.toString(i - from + start))) {
                return false;
            }
        }
        return fields.length > from;
    }
}
