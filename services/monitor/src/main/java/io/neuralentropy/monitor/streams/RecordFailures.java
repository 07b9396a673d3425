package io.neuralentropy.monitor.streams;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;

/**
 * Remembers which records failed, across the threads that read them: one that fails the first time is tried once more by a new
 * thread, whose task has read its state anew; one that fails again is given up. Each retry costs a restore, so there are few: a
 * few at once, then one in a while; a record that fails when none is left is given up at once. Bounded. Thread-safe.
 */
final class RecordFailures {
    static final int RETRIES = 3;
    static final Duration RETRY_INTERVAL = Duration.ofMinutes(10);

    private static final int MAX_RECORDS = 1_000;

    /** What is to become of a record that failed. */
    enum Verdict {
        RETRY,
        /** Given up for the first time. */
        PARK,
        /** Given up before; its transaction was not committed. */
        PARK_AGAIN
    }

    private record Place(String topic, int partition, long offset) {}

    private final LongSupplier nanoTime;
    private final Map<Place, Boolean> parked = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Boolean> eldest) {
            return size() > MAX_RECORDS;
        }
    };
    private final Set<Throwable> retried = Collections.newSetFromMap(new WeakHashMap<>());
    private int retries = RETRIES;
    private long refilledAt;

    /** @param nanoTime as {@link System#nanoTime} */
    RecordFailures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        refilledAt = nanoTime.getAsLong();
    }

    synchronized Verdict failed(String topic, int partition, long offset, Exception cause) {
        Place place = new Place(topic, partition, offset);
        Boolean known = parked.get(place);
        if (known == null && mayRetry()) {
            parked.put(place, false);
            retried.add(cause);
            return Verdict.RETRY;
        }
        parked.put(place, true);
        return Boolean.TRUE.equals(known) ? Verdict.PARK_AGAIN : Verdict.PARK;
    }

    private boolean mayRetry() {
        long intervals = (nanoTime.getAsLong() - refilledAt) / RETRY_INTERVAL.toNanos();
        retries = (int) Math.min(RETRIES, retries + intervals);
        refilledAt += intervals * RETRY_INTERVAL.toNanos();
        if (retries == 0) {
            return false;
        }
        retries--;
        return true;
    }

    /** Whether what ended a thread is a record that is now tried once more. */
    synchronized boolean isRetry(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (retried.contains(at)) {
                return true;
            }
        }
        return false;
    }
}
