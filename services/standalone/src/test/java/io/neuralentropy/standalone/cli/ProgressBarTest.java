package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final StringWriter err = new StringWriter();
    private long now;

    private ProgressBar bar(boolean terminal) {
        Console console = new Console(
                InputStream.nullInputStream(), new PrintWriter(new StringWriter()), new PrintWriter(err), terminal);
        return new ProgressBar(console, "lines", () -> now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void tellsShareRateAndTimeLeft() {
        ProgressBar bar = bar(false);
        pass(Duration.ofSeconds(10));
        bar.show(2_500, 0.25);
        assertEquals(
                "[======                  ]  25 %, 2,500 lines, 250/s, 30 s left",
                err.toString().strip());
    }

    @Test
    void tellsOnlyTheRateWhereTheWholeIsUnknown() {
        ProgressBar bar = bar(false);
        pass(Duration.ofSeconds(10));
        bar.show(2_500, Double.NaN);
        assertEquals("2,500 lines, 250/s", err.toString().strip());
    }

    @Test
    void isQuietForShortWork() {
        ProgressBar bar = bar(false);
        pass(Duration.ofSeconds(4));
        bar.show(2_500, 0.25);
        bar.clear();
        assertEquals("", err.toString());
    }

    @Test
    void usesControlCharactersOnlyOnATerminal() {
        ProgressBar plain = bar(false);
        pass(Duration.ofSeconds(6));
        plain.show(1, 0.5);
        plain.clear();
        assertFalse(err.toString().contains("\r") || err.toString().contains("\u001b"));

        ProgressBar drawn = bar(true);
        pass(Duration.ofSeconds(1));
        drawn.show(1, 0.5);
        drawn.clear();
        assertTrue(err.toString().endsWith("\r\u001b[K"));
    }
}
