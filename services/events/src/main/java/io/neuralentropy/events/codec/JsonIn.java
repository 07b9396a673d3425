package io.neuralentropy.events.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.neuralentropy.events.Absent;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads the values of JSON fields into primitives. What does not fit is noted in {@link #fault} and skipped, never
 * thrown; only a syntax error comes out of the parser as an exception.
 *
 * <p>Each reading method starts with the parser on the first token of the value and ends on its last one. After a fault
 * the value returned means nothing (null for objects).
 */
final class JsonIn {
    /** The largest integer that every JSON reader holds exactly (RFC 8259 §6). */
    static final long MAX_INTEGER = (1L << 53) - 1;

    static final int MAX_TEXT = 256;

    private final JsonParser parser;
    private Fault fault;
    private String path = "";
    private double[] numbers = new double[32];
    private long[] integers = new long[32];
    private UnknownFields unknown;

    JsonIn(JsonParser parser) {
        this.parser = parser;
    }

    /** From here on faults are noted there. */
    void noteIn(Fault target) {
        fault = target;
    }

    boolean hasFault() {
        return fault.isNoted();
    }

    /** Moves to the next field of the current object that is not null; its name, or null at the object's end. */
    String nextField() throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                return name;
            }
        }
        return null;
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    /** Skips a field that the type of the event does not have. */
    void unknown(String field) throws IOException {
        if (unknown == null) {
            unknown = new UnknownFields();
        }
        unknown.take(field);
        parser.skipChildren();
    }

    /** Names of fields that were {@linkplain #unknown skipped}; null where there are none. */
    UnknownFields unknownFields() {
        return unknown;
    }

    /** Enters the object that is the value of this field; false when it is something else. */
    boolean enter(String field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            wrongType(field, "an object");
            return false;
        }
        path = field + ".";
        return true;
    }

    /** Ends what {@link #enter} began. Objects of the protocol are nested one deep, or two in columns. */
    void leave(String outerPath) {
        path = outerPath;
    }

    String path() {
        return path;
    }

    /** Whether the value begins an array; notes a fault when not. */
    boolean isArray(String field) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return true;
        }
        wrongType(field, "an array");
        return false;
    }

    /** Moves to the next entry of the current array; false at its end. */
    boolean nextEntry() throws IOException {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    /** Whether the value reads as a number: a numeric token, or one of the three strings for the non-finite ones. */
    boolean isNumber() throws IOException {
        return parser.currentToken().isNumeric() || isText() && Absent.isPresent(nonFinite());
    }

    /** A number; the strings {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"} count as numbers. */
    double number(String field, Range range) throws IOException {
        JsonToken token = parser.currentToken();
        double number = Absent.NUMBER;
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            number = parser.getDoubleValue();
        } else if (token == JsonToken.VALUE_STRING) {
            number = nonFinite();
        }
        if (Absent.isAbsent(number)) {
            wrongType(field, range.words());
        } else if (!range.contains(number)) {
            outOfRange(field, "must be " + range.words());
        }
        return number;
    }

    private double nonFinite() throws IOException {
        return switch (parser.getText()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> Absent.NUMBER;
        };
    }

    /** An integer; {@code 5.0} counts as 5. */
    long integer(String field, long least, long most) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            // 18 characters always fit into a long; what has more is out of every range here
            boolean fits = parser.getTextLength() <= 18;
            return inRange(field, fits ? parser.getLongValue() : Long.MAX_VALUE, least, most, fits);
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            double number = parser.getDoubleValue();
            if (number == Math.rint(number) && Double.isFinite(number)) {
                return inRange(field, (long) number, least, most, Math.abs(number) <= MAX_INTEGER);
            }
        }
        wrongType(field, "an integer");
        return 0;
    }

    private long inRange(String field, long number, long least, long most, boolean fits) {
        if (!fits || number < least || number > most) {
            outOfRange(field, "must be an integer from " + least + " to " + most);
        }
        return number;
    }

    long integer(String field, long least) throws IOException {
        return integer(field, least, MAX_INTEGER);
    }

    /** Text of at most so many characters (Unicode code points). */
    String text(String field, int most) throws IOException {
        if (!isText()) {
            wrongType(field, "text");
            return null;
        }
        String text = parser.getText();
        checkText(field, text, most);
        return text;
    }

    String text(String field) throws IOException {
        return text(field, MAX_TEXT);
    }

    void checkText(String field, String text, int most) {
        if (text.length() > most && text.codePointCount(0, text.length()) > most) {
            outOfRange(field, "must be at most " + most + " characters");
        } else if (hasLoneSurrogate(text)) {
            outOfRange(field, "must be Unicode text without lone surrogates");
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** One of a few words. */
    String oneOf(String field, String... words) throws IOException {
        String text = text(field);
        if (text != null && !Arrays.asList(words).contains(text)) {
            outOfRange(field, "must be one of " + String.join(", ", words));
        }
        return text;
    }

    /**
     * Numbers in an array.
     *
     * @param nullable whether null may stand for an entry that was not sent (read as {@link Absent})
     */
    double[] numbers(String field, int most, Range range, boolean nullable) throws IOException {
        if (!isArray(field)) {
            return null;
        }
        int size = 0;
        for (; nextEntry(); size++) {
            if (size == most) {
                return tooLong(field, most);
            }
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            numbers[size] = nullable && isNull() ? Absent.NUMBER : number(field, range);
        }
        return notEmpty(field, size) ? Arrays.copyOf(numbers, size) : null;
    }

    /** Integers of at least {@code least} in an array; null, where allowed, reads as 0. */
    long[] integers(String field, int most, long least, boolean nullable) throws IOException {
        if (!isArray(field)) {
            return null;
        }
        int size = 0;
        for (; nextEntry(); size++) {
            if (size == most) {
                tooLong(field, most);
                return null;
            }
            if (size == integers.length) {
                integers = Arrays.copyOf(integers, 2 * size);
            }
            integers[size] = nullable && isNull() ? 0 : integer(field, least);
        }
        return notEmpty(field, size) ? Arrays.copyOf(integers, size) : null;
    }

    private boolean notEmpty(String field, int size) {
        if (size == 0) {
            outOfRange(field, "must have at least one entry");
        }
        return size > 0;
    }

    /** Notes the fault and moves to the end of the current array. */
    double[] tooLong(String field, int most) throws IOException {
        outOfRange(field, "must have at most " + most + " entries");
        do {
            parser.skipChildren();
        } while (nextEntry());
        return null;
    }

    void missing(String field) {
        fault.note(Reason.MISSING_FIELD, path + field + " is required");
    }

    void outOfRange(String field, String expected) {
        fault.note(Reason.OUT_OF_RANGE, path + field + " " + expected);
    }

    private void wrongType(String field, String expected) throws IOException {
        fault.note(Reason.WRONG_TYPE, path + field + " must be " + expected);
        parser.skipChildren();
    }
}
