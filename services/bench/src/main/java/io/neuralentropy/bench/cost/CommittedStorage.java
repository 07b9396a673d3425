package io.neuralentropy.bench.cost;

import io.neuralentropy.monitor.run.HeapStorage;
import io.neuralentropy.monitor.run.RecordKey;
import io.neuralentropy.monitor.run.RunStorage;
import java.util.HashMap;
import java.util.Map;

/** Counts the bytes that a store gets, and those that its cache passes on to the changelog: each record once per commit. */
final class CommittedStorage implements RunStorage {
    /** What a key takes beside the record's own part: an id of 12 characters and a zero byte. */
    private static final int KEY_BYTES = RecordKey.BYTES + 13;

    private final HeapStorage storage = new HeapStorage();
    private final Map<RecordKey, Integer> uncommitted = new HashMap<>();
    private long storeBytes;
    private long changelogBytes;
    private int largest;

    @Override
    public byte[] get(RecordKey key) {
        return storage.get(key);
    }

    @Override
    public void put(RecordKey key, byte[] value) {
        int bytes = KEY_BYTES + (value == null ? 0 : value.length);
        largest = Math.max(largest, bytes);
        storeBytes += bytes;
        uncommitted.put(key, bytes);
        storage.put(key, value);
    }

    @Override
    public void scan(RecordKey.Kind kind, long from, long to, Visitor visitor) {
        storage.scan(kind, from, to, visitor);
    }

    @Override
    public byte[] last(RecordKey.Kind kind, long from, long to) {
        return storage.last(kind, from, to);
    }

    void commit() {
        changelogBytes +=
                uncommitted.values().stream().mapToLong(Integer::longValue).sum();
        uncommitted.clear();
    }

    /** Begins to count anew. */
    void reset() {
        commit();
        storeBytes = 0;
        changelogBytes = 0;
        largest = 0;
    }

    long storeBytes() {
        return storeBytes;
    }

    long changelogBytes() {
        return changelogBytes;
    }

    int largest() {
        return largest;
    }
}
