package io.neuralentropy.bench;

import io.neuralentropy.monitor.run.HeapStorage;
import io.neuralentropy.monitor.run.RecordKey;
import io.neuralentropy.monitor.run.RunStorage;

/** Keeps the records of a run on the heap and counts the bytes that are written. */
public final class CountingStorage implements RunStorage {
    private HeapStorage storage = new HeapStorage();
    private long bytes;

    /** Begins anew with the records of another storage. */
    public void fill(HeapStorage other) {
        storage = new HeapStorage();
        other.records().forEach(storage::put);
        bytes = 0;
    }

    @Override
    public byte[] get(RecordKey key) {
        return storage.get(key);
    }

    @Override
    public void put(RecordKey key, byte[] value) {
        bytes += RecordKey.BYTES + (value == null ? 0 : value.length);
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

    /** Bytes written since the last call, keys without the run's id. */
    public long drainBytes() {
        long drained = bytes;
        bytes = 0;
        return drained;
    }
}
