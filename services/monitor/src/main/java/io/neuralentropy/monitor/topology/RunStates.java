package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.run.RunRecords;
import io.neuralentropy.monitor.run.RunState;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The states of one task's runs: a cache of the store, least recently used first out, bounded by the task's share of the memory. Each
 * event saves what it changed, so any state may leave the cache between two events.
 */
final class RunStates {
    private final RunStore store;
    private final DetectorSettings detectors;
    private final StateMemory memory;
    private final LinkedHashMap<String, Cached> cached = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    private record Cached(RunState state, long bytes) {}

    RunStates(RunStore store, DetectorSettings detectors, StateMemory memory) {
        this.store = store;
        this.detectors = detectors;
        this.memory = memory;
        memory.join();
    }

    /** The state of a run; null where there is none. */
    RunState find(String run) {
        Cached known = cached.get(run);
        if (known != null) {
            return known.state;
        }
        RunState loaded = RunRecords.load(run, detectors, store.of(run));
        if (loaded != null) {
            keep(loaded);
        }
        return loaded;
    }

    /** A new run, without events. */
    RunState create(String run) {
        RunState created = new RunState(run, detectors, store.of(run));
        keep(created);
        return created;
    }

    /** Weighs a state again, which may have grown, and lets others leave the heap where it is over the task's share. */
    void weigh(RunState state) {
        if (cached.containsKey(state.run())) {
            keep(state);
        }
    }

    private void keep(RunState state) {
        Cached weighed = new Cached(state, state.heapBytes());
        Cached before = cached.put(state.run(), weighed);
        bytes += weighed.bytes - (before == null ? 0 : before.bytes);
        Iterator<Map.Entry<String, Cached>> oldest = cached.entrySet().iterator();
        while (bytes > memory.share() && cached.size() > 1) {
            bytes -= oldest.next().getValue().bytes;
            oldest.remove();
        }
    }

    /** Takes a state off the heap: the next one to ask reads it from the store. */
    void discard(String run) {
        Cached gone = cached.remove(run);
        if (gone != null) {
            bytes -= gone.bytes;
        }
    }

    /** Removes all of a run. */
    void delete(String run) {
        discard(run);
        store.delete(run);
    }

    void close() {
        cached.clear();
        bytes = 0;
        memory.leave();
    }
}
