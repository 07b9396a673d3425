package io.neuralentropy.monitor.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Snapshots for as long as this instance is sure to own them, else none: when Kafka has not heard of it for a session's time,
 * another instance may have its partitions, and must not be contradicted.
 *
 * @param isOwner whether it is sure
 */
public record OwnedSnapshots(Snapshots snapshots, BooleanSupplier isOwner) implements Snapshots {
    @Override
    public List<RunSnapshot> all() {
        return isOwner.getAsBoolean() ? snapshots.all() : List.of();
    }

    @Override
    public Optional<RunSnapshot> find(String run) {
        return isOwner.getAsBoolean() ? snapshots.find(run) : Optional.empty();
    }

    /** The same of groups. */
    public static Groups of(Groups groups, BooleanSupplier isOwner) {
        return () -> isOwner.getAsBoolean() ? groups.all() : List.of();
    }
}
