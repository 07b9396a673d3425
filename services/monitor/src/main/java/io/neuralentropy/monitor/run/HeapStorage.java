package io.neuralentropy.monitor.run;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps the records of a run on the heap: for a run that is looked at once, such as that of a file. Thread-safe. */
public class HeapStorage implements RunStorage {
    private final ConcurrentSkipListMap<RecordKey, byte[]> records =
            new ConcurrentSkipListMap<>(Comparator.comparing(RecordKey::kind).thenComparingLong(RecordKey::index));

    @Override
    public byte[] get(RecordKey key) {
        return records.get(key);
    }

    @Override
    public void put(RecordKey key, byte[] bytes) {
        if (bytes == null) {
            records.remove(key);
        } else {
            records.put(key, bytes);
        }
    }

    @Override
    public void scan(RecordKey.Kind kind, long from, long to, Visitor visitor) {
        if (from <= to) {
            records.subMap(new RecordKey(kind, from), true, new RecordKey(kind, to), true)
                    .forEach((key, bytes) -> visitor.visit(key.index(), bytes));
        }
    }

    @Override
    public byte[] last(RecordKey.Kind kind, long from, long to) {
        Map.Entry<RecordKey, byte[]> last = records.floorEntry(new RecordKey(kind, to));
        boolean found =
                last != null && last.getKey().kind() == kind && last.getKey().index() >= from;
        return found ? last.getValue() : null;
    }

    /** All records, by key. */
    public Map<RecordKey, byte[]> records() {
        return records;
    }
}
