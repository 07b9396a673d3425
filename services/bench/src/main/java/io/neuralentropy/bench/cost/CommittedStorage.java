package io.neuralentropy.bench.cost;

import io.neuralentropy.monitor.run.HeapStorage;
import io.neuralentropy.monitor.run.RecordKey;
import java.util.HashMap;
import java.util.Map;

/** Counts the bytes that a store gets, and those that its cache passes on to the changelog: each record once per commit. */
final class CommittedStorage extends HeapStorage {
    /** What a key takes beside the record's own part: an id of 12 characters and a zero byte. */
    private static final int KEY_BYTES = RecordKey.BYTES + 13;

    private final Map<RecordKey, Integer> uncommitted = new HashMap<>();
    private long storeBytes;
    private long changelogBytes;
    private int largest;

    @Override
    public void put(RecordKey key, byte[] value) {
        int bytes = KEY_BYTES + (value == null ? 0 : value.length);
        largest = Math.max(largest, bytes);
        storeBytes += bytes;
        uncommitted.put(key, bytes);
        super.put(key, value);
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
