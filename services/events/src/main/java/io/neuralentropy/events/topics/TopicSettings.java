package io.neuralentropy.events.topics;

import java.time.Duration;

/**
 * How the protocol's topics are made.
 *
 * @param partitions of each topic, at least 1: the bound of scale-out
 * @param replication copies of each partition; −1 for the broker's default
 * @param eventsRetention how long events, state changes and dead letters are kept
 */
public record TopicSettings(int partitions, short replication, Duration eventsRetention) {
    public TopicSettings {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1: " + partitions);
        }
        if (replication != -1 && replication < 1) {
            throw new IllegalArgumentException("replication must be at least 1, or -1: " + replication);
        }
        if (eventsRetention.isNegative() || eventsRetention.isZero()) {
            throw new IllegalArgumentException("retention must be positive: " + eventsRetention);
        }
    }

    /** 8 partitions, the broker's replication, 30 days. */
    public static TopicSettings defaults() {
        return new TopicSettings(8, (short) -1, Duration.ofDays(30));
    }
}
