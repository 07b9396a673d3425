package io.neuralentropy.standalone.cli;

import io.neuralentropy.standalone.text.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far long work has come, with rate and time left: redrawn in place where a person watches, a plain line now and
 * then elsewhere. Not thread-safe.
 */
final class ProgressBar {
    private static final int WIDTH = 24;
    private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();
    private static final long PLAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Console console;
    private final String unit;
    private final LongSupplier clock;
    private final long start;
    private long last;

    /**
     * @param unit what is counted, in the plural
     * @param clock nanoseconds
     */
    ProgressBar(Console console, String unit, LongSupplier clock) {
        this.console = console;
        this.unit = unit;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.last = start;
    }

    /**
     * @param count units done
     * @param share of the whole that is done, 0 to 1; NaN where the whole is unknown
     */
    void show(long count, double share) {
        long now = clock.getAsLong();
        if (now - last < (console.terminal() ? REDRAW_NANOS : PLAIN_NANOS)) {
            return;
        }
        last = now;
        String text = text(count, share, (now - start) / 1e9);
        if (console.terminal()) {
            console.err().print("\r" + text + "\u001b[K");
            console.err().flush();
        } else {
            console.note(text);
        }
    }

    /** Leaves the line to what comes next. */
    void clear() {
        if (console.terminal()) {
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
    }

    private String text(long count, double share, double seconds) {
        double rate = count / Math.max(seconds, 1e-9);
        String done = String.format(Locale.ROOT, "%,d %s, %,.0f/s", count, unit, rate);
        if (Double.isNaN(share) || share <= 0) {
            return done;
        }
        int filled = (int) Math.round(WIDTH * Math.min(1, share));
        long left = Math.round(seconds * (1 - share) / share);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%, %s, %s left",
                "=".repeat(filled),
                " ".repeat(WIDTH - filled),
                100 * share,
                done,
                Durations.text(left));
    }
}
