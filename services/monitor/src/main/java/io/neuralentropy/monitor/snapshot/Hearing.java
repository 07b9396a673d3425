package io.neuralentropy.monitor.snapshot;

import java.util.function.LongSupplier;

/** When what runs say could be heard. Thread-safe. */
public interface Hearing {
    /** Until when, ms since the epoch: about now while it can be. */
    long until();

    /** Since when without a break, ms since the epoch. */
    long since();

    /** Of one who always hears. */
    static Hearing always(LongSupplier clock) {
        return new Hearing() {
            @Override
            public long until() {
                return clock.getAsLong();
            }

            @Override
            public long since() {
                return Long.MIN_VALUE;
            }
        };
    }
}
