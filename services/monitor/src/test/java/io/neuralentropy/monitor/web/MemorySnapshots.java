package io.neuralentropy.monitor.web;

import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.Snapshots;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Runs that a test puts there. */
final class MemorySnapshots implements Snapshots {
    private final ConcurrentSkipListMap<String, RunSnapshot> runs = new ConcurrentSkipListMap<>();

    void put(RunSnapshot run) {
        runs.put(run.run(), run);
    }

    void clear() {
        runs.clear();
    }

    @Override
    public List<RunSnapshot> all() {
        return List.copyOf(runs.values());
    }

    @Override
    public Optional<RunSnapshot> find(String run) {
        return Optional.ofNullable(runs.get(run));
    }
}
