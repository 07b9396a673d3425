package io.neuralentropy.events.topics;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the protocol's topics are made. What is set is also compared with topics that exist; they are never changed to it.
 *
 * @param partitions of each topic, at least 1: the bound of scale-out; empty: {@value #DEFAULT_PARTITIONS}
 * @param replication copies of each partition; empty: the broker's default
 * @param retention how long events, state changes and dead letters are kept; empty: 30 days
 */
public record TopicSettings(OptionalInt partitions, OptionalInt replication, Optional<Duration> retention) {
    public static final int DEFAULT_PARTITIONS = 8;

    private static final Duration DEFAULT_RETENTION = Duration.ofDays(30);

    public TopicSettings {
        if (partitions.isPresent() && partitions.getAsInt() < 1) {
            throw new IllegalArgumentException("partitions must be at least 1: " + partitions.getAsInt());
        }
        if (replication.isPresent() && (replication.getAsInt() < 1 || replication.getAsInt() > Short.MAX_VALUE)) {
            throw new IllegalArgumentException("replication must be 1 to 32767: " + replication.getAsInt());
        }
        if (retention.isPresent() && retention.get().toMillis() < 1) {
            throw new IllegalArgumentException("retention must be positive: " + retention.get());
        }
    }

    /** 8 partitions, the broker's replication, 30 days; any other of topics that exist is as good. */
    public static TopicSettings defaults() {
        return new TopicSettings(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    public TopicSettings partitions(int count) {
        return new TopicSettings(OptionalInt.of(count), replication, retention);
    }

    public TopicSettings replication(int copies) {
        return new TopicSettings(partitions, OptionalInt.of(copies), retention);
    }

    public TopicSettings retention(Duration time) {
        return new TopicSettings(partitions, replication, Optional.of(time));
    }

    int newPartitions() {
        return partitions.orElse(DEFAULT_PARTITIONS);
    }

    Optional<Short> newReplication() {
        return replication.isPresent() ? Optional.of((short) replication.getAsInt()) : Optional.empty();
    }

    Duration newRetention() {
        return retention.orElse(DEFAULT_RETENTION);
    }
}
