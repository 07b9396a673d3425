package io.neuralentropy.events;

/**
 * How an absent number looks in a primitive field.
 *
 * <p>A loss of NaN is data (the run diverged), so plain NaN cannot mean "not sent". Absence is one particular quiet NaN
 * that no arithmetic produces; it survives storing and copying, and costs neither a box nor a second field.
 */
public final class Absent {
    /** The absent number. Test for it with {@link #isAbsent}, never with {@code ==}. */
    public static final double NUMBER = Double.longBitsToDouble(0x7ff8_0000_0ab5_e117L);

    private static final long BITS = Double.doubleToRawLongBits(NUMBER);

    private Absent() {}

    /** True for {@link #NUMBER} alone; false for every other NaN. */
    public static boolean isAbsent(double number) {
        return Double.doubleToRawLongBits(number) == BITS;
    }

    /** The opposite of {@link #isAbsent}. */
    public static boolean isPresent(double number) {
        return Double.doubleToRawLongBits(number) != BITS;
    }
}
