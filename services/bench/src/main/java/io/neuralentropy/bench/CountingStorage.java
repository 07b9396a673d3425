package io.neuralentropy.bench;

import io.neuralentropy.monitor.run.HeapStorage;
import io.neuralentropy.monitor.run.RecordKey;

/** Keeps the records of a run on the heap and counts the bytes that are written. */
public final class CountingStorage extends HeapStorage {
    private long bytes;

    /** Begins anew with the records of another storage. */
    public void fill(HeapStorage other) {
        records().clear();
        records().putAll(other.records());
        bytes = 0;
    }

    @Override
    public void put(RecordKey key, byte[] value) {
        bytes += RecordKey.BYTES + (value == null ? 0 : value.length);
        super.put(key, value);
    }

    /** Bytes written since the last call, keys without the run's id. */
    public long drainBytes() {
        long drained = bytes;
        bytes = 0;
        return drained;
    }
}
