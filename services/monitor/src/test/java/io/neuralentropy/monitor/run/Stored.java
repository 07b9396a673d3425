package io.neuralentropy.monitor.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs that are saved and come back, and a look at what was written for it. */
final class Stored {
    private Stored() {}

    /** The same run after a restart. */
    static RunState again(RunState state) {
        state.save();
        return RunRecords.load(state.run(), state.watch.settings(), state.storage);
    }

    /** All records of a run, once it is saved. */
    static Map<RecordKey, byte[]> records(RunState state) {
        state.save();
        return ((HeapStorage) state.storage).records();
    }

    /** A storage that lists what is written to it. */
    static final class Written extends HeapStorage {
        final List<RecordKey> keys = new ArrayList<>();
        private long bytes;
        private int largest;

        @Override
        public void put(RecordKey key, byte[] value) {
            keys.add(key);
            int length = value == null ? 0 : value.length;
            bytes += RecordKey.BYTES + length;
            largest = Math.max(largest, length);
            super.put(key, value);
        }

        /** Bytes written since the last call, keys without the run's id. */
        long drainBytes() {
            long drained = bytes;
            bytes = 0;
            keys.clear();
            return drained;
        }

        /** Bytes of all records that there are, keys without the run's id. */
        long storedBytes() {
            return records().values().stream()
                    .mapToLong(value -> RecordKey.BYTES + value.length)
                    .sum();
        }

        /** The longest record so far. */
        int largest() {
            return largest;
        }
    }
}
