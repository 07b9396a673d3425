package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.standalone.text.Numbers;

/**
 * A number of the paper, known to lie in a range.
 *
 * @param low lower end
 * @param high upper end
 * @param isRange whether only the range is known; else its middle is the number, and half its width the error of reading
 */
record Reference(double low, double high, Certainty certainty, boolean isRange) {

    static Reference of(double value, double error, Certainty certainty) {
        return new Reference(value - error, value + error, certainty, false);
    }

    static Reference between(double low, double high, Certainty certainty) {
        return new Reference(low, high, certainty, true);
    }

    /** The number, or the middle of the range. */
    double value() {
        return (low + high) / 2;
    }

    /** Half the width of the range. */
    double error() {
        return (high - low) / 2;
    }

    /** How far a measured value lies from the number, or outside the range, relative to {@link #value}; 0 within a range. */
    double difference(double measured) {
        if (!isRange) {
            return measured / value() - 1;
        }
        double outside = measured < low ? measured - low : Math.max(0, measured - high);
        return outside / value();
    }

    /** For people: {@code 870 ± 9} or {@code 1.05 to 1.20}. */
    String text() {
        return isRange ? Numbers.text(low) + " to " + Numbers.text(high) : Numbers.withError(value(), error());
    }
}
