package io.neuralentropy.monitor.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how long stores took to come back from their changelogs, and how long one has been at it: meters of all, a line in
 * the log of the long ones.
 */
final class RestoreWatch implements StateRestoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreWatch.class);
    private static final Duration LONG = Duration.ofSeconds(5);

    private final RestoreMeters meters;
    private final LongSupplier nanoClock;
    private final Map<TopicPartition, Long> begun = new ConcurrentHashMap<>();

    RestoreWatch(RestoreMeters meters, LongSupplier nanoClock) {
        this.meters = meters;
        this.nanoClock = nanoClock;
    }

    /** For how long the oldest restore has been going on, in seconds; 0 while there is none. Any thread may ask. */
    double oldestSeconds() {
        long now = nanoClock.getAsLong();
        return begun.values().stream().mapToLong(from -> now - from).max().orElse(0) / 1e9;
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        begun.put(changelog, nanoClock.getAsLong());
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long to, long records) {
        meters.restored(records);
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long records) {
        begun.remove(changelog);
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long records) {
        Long from = begun.remove(changelog);
        if (from == null) {
            return;
        }
        Duration took = Duration.ofNanos(nanoClock.getAsLong() - from);
        meters.took(took);
        if (took.compareTo(LONG) >= 0) {
            LOG.info(
                    "Restored partition {} of {} in {} s from {} records",
                    changelog.partition(),
                    store,
                    took.toSeconds(),
                    records);
        }
    }
}
