package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.Curve;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A run's whole history in log-linear buckets. The buckets are in the storage: on the heap are those that changed since they were
 * last saved and the few that the last events fell into.
 *
 * <p>What is asked is always what stands: the storage's buckets with the changed ones laid over them.
 */
final class History {
    static final Grid.LogLinear GRID = Grid.HISTORY;

    /** Ranks and late steps make a few neighbouring buckets busy at a time. */
    private static final int RECENT = 4;

    private final RunStorage storage;
    // a null bucket is one to be removed
    private final TreeMap<Long, Bucket> changed = new TreeMap<>();
    private final Deque<Map.Entry<Long, Bucket>> recent = new ArrayDeque<>(RECENT);

    History(RunStorage storage) {
        this.storage = storage;
    }

    /** Takes buckets in ascending order. */
    @FunctionalInterface
    interface Visitor {
        void visit(long key, Bucket bucket);
    }

    /** The bucket of a step, made when absent, to be changed. */
    Bucket mutable(long step) {
        long key = GRID.first(step);
        Bucket thawed = peek(step).thawed();
        changed.put(key, thawed);
        return thawed;
    }

    /** The bucket of a step, to be read; an empty one where there is none. */
    Bucket peek(long step) {
        long key = GRID.first(step);
        Bucket bucket = changed.get(key);
        if (bucket != null) {
            return bucket;
        }
        return changed.containsKey(key) ? new Bucket() : known(key);
    }

    private Bucket known(long key) {
        for (Map.Entry<Long, Bucket> entry : recent) {
            if (entry.getKey() == key) {
                return entry.getValue();
            }
        }
        byte[] bytes = storage.get(recordKey(key));
        return bytes == null ? new Bucket() : Bucket.read(ByteBuffer.wrap(bytes));
    }

    /** Removes a bucket. */
    void remove(long key) {
        changed.put(key, null);
        recent.removeIf(entry -> entry.getKey() == key);
    }

    /** Gives the buckets with keys in [from, to] to the visitor, in ascending order; it must not change them. */
    void scan(long from, long to, Visitor visitor) {
        if (from > to) {
            return;
        }
        NavigableMap<Long, Bucket> over = new TreeMap<>(changed.subMap(from, true, to, true));
        storage.scan(RecordKey.Kind.HISTORY, from, to, (key, bytes) -> {
            while (!over.isEmpty() && over.firstKey() < key) {
                visit(over.pollFirstEntry(), visitor);
            }
            if (!over.isEmpty() && over.firstKey() == key) {
                visit(over.pollFirstEntry(), visitor);
            } else {
                visitor.visit(key, Bucket.read(ByteBuffer.wrap(bytes)));
            }
        });
        while (!over.isEmpty()) {
            visit(over.pollFirstEntry(), visitor);
        }
    }

    private static void visit(Map.Entry<Long, Bucket> entry, Visitor visitor) {
        if (entry.getValue() != null) {
            visitor.visit(entry.getKey(), entry.getValue());
        }
    }

    /** The stored form of a bucket that changed; null where it is gone. */
    byte[] bytes(long key) {
        Bucket bucket = changed.get(key);
        return bucket == null ? null : bucket.bytes();
    }

    /** What changed is saved. */
    void saved() {
        changed.forEach((key, bucket) -> {
            if (bucket != null) {
                remember(key, bucket);
            }
        });
        changed.clear();
    }

    private void remember(long key, Bucket bucket) {
        recent.removeIf(entry -> entry.getKey() == key);
        if (recent.size() == RECENT) {
            recent.removeFirst();
        }
        recent.addLast(Map.entry(key, bucket));
    }

    /** Whether all of it is in the storage. */
    boolean isSaved() {
        return changed.isEmpty();
    }

    /** The curve as it is now, for any thread; its buckets are frozen. */
    Curve freeze() {
        List<Bucket> buckets = new ArrayList<>();
        scan(0, Long.MAX_VALUE, (key, bucket) -> {
            bucket.freeze();
            buckets.add(bucket);
        });
        return new BucketCurve(buckets.toArray(Bucket[]::new));
    }

    private static RecordKey recordKey(long key) {
        return new RecordKey(RecordKey.Kind.HISTORY, key);
    }
}
