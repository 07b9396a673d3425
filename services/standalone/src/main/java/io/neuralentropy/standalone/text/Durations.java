package io.neuralentropy.standalone.text;

import java.util.Locale;

/** Spans of time for people. */
public final class Durations {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Durations() {}

    /** Two units at most: {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 07 min}, {@code 3 d 4 h}. */
    public static String text(double seconds) {
        if (!(seconds >= 0) || Double.isInfinite(seconds)) {
            return "?";
        }
        long s = Math.round(seconds);
        if (s < MINUTE) {
            return s + " s";
        }
        if (s < HOUR) {
            return String.format(Locale.ROOT, "%d min %02d s", s / MINUTE, s % MINUTE);
        }
        if (s < DAY) {
            return String.format(Locale.ROOT, "%d h %02d min", s / HOUR, s % HOUR / MINUTE);
        }
        return String.format(Locale.ROOT, "%d d %d h", s / DAY, s % DAY / HOUR);
    }
}
