package io.neuralentropy.trainer;

import io.neuralentropy.events.Absent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Declares silences of a training, so that nobody is alarmed meanwhile: before each piece of work of a kind whose last piece took
 * long, and before the first one, of which that is not known.
 */
final class Pauses {
    /** Work that takes less needs no word: a quarter of the least silence that alarms anybody. */
    static final double LONG_SECONDS = 30;

    /** Sends {@code run.paused}. */
    interface Declaration {
        void paused(String reason, double seconds);
    }

    private final Declaration declaration;
    private final LongSupplier nanoTime;
    private final Map<String, Double> lasted = new HashMap<>();

    Pauses(Declaration declaration, LongSupplier nanoTime) {
        this.declaration = declaration;
        this.nanoTime = nanoTime;
    }

    /**
     * Does a piece of work.
     *
     * @param kind of it, also the reason that is declared
     */
    <T> T during(String kind, Supplier<T> work) {
        Double usual = lasted.get(kind);
        if (usual == null || usual >= LONG_SECONDS) {
            declaration.paused(kind, usual == null ? Absent.NUMBER : usual);
        }
        long start = nanoTime.getAsLong();
        T result = work.get();
        lasted.put(kind, (nanoTime.getAsLong() - start) / 1e9);
        return result;
    }
}
