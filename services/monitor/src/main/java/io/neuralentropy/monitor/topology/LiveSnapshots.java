package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.Snapshots;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Latest snapshots of the runs whose partitions this instance owns. Each entry belongs to the processor that published it:
 * when its partition moves away, its runs leave at once and only they. Thread-safe.
 */
public final class LiveSnapshots implements Snapshots {
    private record Entry(Object owner, RunSnapshot snapshot, long heardAt) {}

    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

    /** @param heardAt when Kafka got the latest event in the snapshot, ms since the epoch */
    void publish(Object owner, RunSnapshot snapshot, long heardAt) {
        entries.put(snapshot.run(), new Entry(owner, snapshot, heardAt));
    }

    void dropAllOf(Object owner) {
        entries.values().removeIf(entry -> entry.owner == owner);
    }

    void drop(Object owner, String run) {
        entries.computeIfPresent(run, (id, entry) -> entry.owner == owner ? null : entry);
    }

    /** When Kafka got the latest event of a run, ms since the epoch; now where the run has just gone. */
    public long heardAt(String run) {
        Entry entry = entries.get(run);
        return entry == null ? System.currentTimeMillis() : entry.heardAt;
    }

    @Override
    public List<RunSnapshot> all() {
        return entries.values().stream()
                .map(Entry::snapshot)
                .sorted(Comparator.comparing(RunSnapshot::run))
                .toList();
    }

    @Override
    public Optional<RunSnapshot> find(String run) {
        return Optional.ofNullable(entries.get(run)).map(Entry::snapshot);
    }
}
