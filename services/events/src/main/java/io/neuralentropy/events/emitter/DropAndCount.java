package io.neuralentropy.events.emitter;

import io.neuralentropy.events.Event;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives events up, counts them, and says so in the log: at the first one and then at most every 30 s.
 *
 * <p>Counting is what the training thread does; the log line is written by whoever calls {@link #report}, so that a slow
 * log cannot slow down training.
 */
final class DropAndCount implements Overflow {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaEmitter.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LongAdder dropped = new LongAdder();
    private final LongSupplier nanoTime;
    private volatile String lastReason;

    private long reported;
    private long reportedAt;

    DropAndCount(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void accept(Event event, String why) {
        lastReason = why;
        dropped.increment();
    }

    @Override
    public long dropped() {
        return dropped.sum();
    }

    /** Logs what was dropped since the last line, unless that line is younger than 30 s. */
    synchronized void report() {
        long now = nanoTime.getAsLong();
        if (reported == 0 || now - reportedAt >= QUIET_NANOS) {
            reportNow();
        }
    }

    /** Logs what was dropped since the last line, if anything. */
    synchronized void reportNow() {
        long sum = dropped.sum();
        if (sum > reported) {
            LOG.warn("{} events given up so far, {} of them new: {}", sum, sum - reported, lastReason);
            reported = sum;
            reportedAt = nanoTime.getAsLong();
        }
    }
}
