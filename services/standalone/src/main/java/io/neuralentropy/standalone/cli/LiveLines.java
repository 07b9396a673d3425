package io.neuralentropy.standalone.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A few lines that show the present state, one per run: redrawn in place where a person watches, printed now and then
 * elsewhere. Not thread-safe.
 */
final class LiveLines {
    private static final long REDRAW_NANOS = Duration.ofMillis(250).toNanos();
    private static final long PLAIN_NANOS = Duration.ofSeconds(5).toNanos();
    /** Lines that wrap could not be redrawn: they are cut at the edge instead. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final String CLEAR_TO_END = "\u001b[K";

    private final Console console;
    private final LongSupplier clock;
    private long last;
    private int drawn;

    /** @param clock nanoseconds */
    LiveLines(Console console, LongSupplier clock) {
        this.console = console;
        this.clock = clock;
        this.last = clock.getAsLong();
    }

    /** Shows the lines when it is time to; asks for them only then. */
    void show(Supplier<List<String>> lines) {
        long now = clock.getAsLong();
        if (now - last >= (console.terminal() ? REDRAW_NANOS : PLAIN_NANOS)) {
            last = now;
            showNow(lines.get());
        }
    }

    /** Shows the lines at once. */
    void showNow(List<String> lines) {
        if (!console.terminal()) {
            lines.forEach(console::note);
            return;
        }
        StringBuilder text = new StringBuilder(NO_WRAP);
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        lines.forEach(
                line -> text.append('\r').append(line).append(CLEAR_TO_END).append('\n'));
        console.err().print(text.append(WRAP));
        console.err().flush();
        drawn = lines.size();
    }
}
