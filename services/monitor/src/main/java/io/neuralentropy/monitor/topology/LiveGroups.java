package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import io.neuralentropy.monitor.snapshot.Groups;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The groups whose partitions this instance owns. As with {@link LiveSnapshots}, each belongs to the processor that
 * published it and leaves with its partition. Thread-safe.
 */
public final class LiveGroups implements Groups {
    private record Entry(Object owner, GroupSnapshot snapshot) {}

    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

    void publish(Object owner, GroupSnapshot snapshot) {
        entries.put(snapshot.group(), new Entry(owner, snapshot));
    }

    void drop(Object owner, String group) {
        entries.computeIfPresent(group, (name, entry) -> entry.owner == owner ? null : entry);
    }

    void dropAllOf(Object owner) {
        entries.values().removeIf(entry -> entry.owner == owner);
    }

    @Override
    public List<GroupSnapshot> all() {
        return entries.values().stream()
                .map(Entry::snapshot)
                .sorted(Comparator.comparing(GroupSnapshot::group))
                .toList();
    }
}
