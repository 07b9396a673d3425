package io.neuralentropy.events.codec;

/** Which numbers a field may hold. */
enum Range {
    ANY("a number"),
    /** Not negative where finite; NaN and Infinity are data. */
    NOT_NEGATIVE("a number of at least 0"),
    FINITE("a finite number"),
    FINITE_NOT_NEGATIVE("a finite number of at least 0"),
    POSITIVE("a finite number above 0");

    private final String words;

    Range(String words) {
        this.words = words;
    }

    boolean contains(double number) {
        return switch (this) {
            case ANY -> true;
            case NOT_NEGATIVE -> !(number < 0);
            case FINITE -> Double.isFinite(number);
            case FINITE_NOT_NEGATIVE -> number >= 0 && number < Double.POSITIVE_INFINITY;
            case POSITIVE -> number > 0 && number < Double.POSITIVE_INFINITY;
        };
    }

    String words() {
        return words;
    }
}
