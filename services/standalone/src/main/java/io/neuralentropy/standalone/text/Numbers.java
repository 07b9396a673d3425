package io.neuralentropy.standalone.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Measured numbers for people: as many digits as mean something. */
public final class Numbers {
    private static final String UNKNOWN = "-";

    private Numbers() {}

    /** Four significant digits; {@code -} for NaN, which is unknown here. */
    public static String text(double value) {
        if (Double.isNaN(value)) {
            return UNKNOWN;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e6)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int decimals = size < 1 ? 4 : size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** Value and standard error, both to two digits of the error: {@code 612.4 ± 3.1}. */
    public static String withError(double value, double error) {
        if (Double.isNaN(value) || Double.isInfinite(value) || !(error > 0) || Double.isInfinite(error)) {
            return text(value);
        }
        int decimals = Math.max(0, Math.min(6, 1 - (int) Math.floor(Math.log10(error))));
        return rounded(value, decimals) + " ± " + rounded(error, decimals);
    }

    private static String rounded(double value, int decimals) {
        return BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .toPlainString();
    }
}
