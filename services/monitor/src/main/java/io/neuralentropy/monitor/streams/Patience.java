package io.neuralentropy.monitor.streams;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a passing fault may go on before it counts as one that stays. Thread-safe. */
final class Patience {
    private final long limit;
    private final LongSupplier nanoTime;
    private long first;
    private long last;
    private boolean tried;

    /** @param nanoTime as {@link System#nanoTime} */
    Patience(Duration limit, LongSupplier nanoTime) {
        this.limit = limit.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Notes the fault; false once it has come back again and again for longer than the limit. */
    synchronized boolean lasts() {
        long now = nanoTime.getAsLong();
        if (!tried || now - last > limit) {
            first = now;
        }
        tried = true;
        last = now;
        return now - first <= limit;
    }
}
