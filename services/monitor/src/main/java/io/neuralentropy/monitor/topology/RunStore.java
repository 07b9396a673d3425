package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.run.RecordKey;
import io.neuralentropy.monitor.run.RunStorage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the records of runs in a Kafka Streams store. Key: run id, a zero byte (no id has one), the record's key. */
final class RunStore {
    static final String NAME = "run-state";

    private final KeyValueStore<Bytes, byte[]> store;

    RunStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Where the records of one run are. */
    RunStorage of(String run) {
        return new Storage(run.getBytes(StandardCharsets.UTF_8));
    }

    /** Deletes every record of a run. */
    void delete(String run) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> records = store.range(bound(run, 0), bound(run, 1))) {
            records.forEachRemaining(record -> keys.add(record.key));
        }
        keys.forEach(store::delete);
    }

    private static Bytes bound(String run, int end) {
        byte[] id = run.getBytes(StandardCharsets.UTF_8);
        byte[] bound = Arrays.copyOf(id, id.length + 1);
        bound[id.length] = (byte) end;
        return Bytes.wrap(bound);
    }

    /** The stores of Kafka Streams may be read by other threads than their task's, as its interactive queries do. */
    private final class Storage implements RunStorage {
        private final byte[] run;

        private Storage(byte[] run) {
            this.run = run;
        }

        @Override
        public byte[] get(RecordKey key) {
            return store.get(storedKey(key));
        }

        @Override
        public void put(RecordKey key, byte[] bytes) {
            store.put(storedKey(key), bytes);
        }

        @Override
        public void scan(RecordKey.Kind kind, long from, long to, Visitor visitor) {
            if (from > to) {
                return;
            }
            Bytes first = storedKey(new RecordKey(kind, from));
            Bytes last = storedKey(new RecordKey(kind, to));
            try (KeyValueIterator<Bytes, byte[]> records = store.range(first, last)) {
                while (records.hasNext()) {
                    KeyValue<Bytes, byte[]> record = records.next();
                    visitor.visit(recordKey(record.key).index(), record.value);
                }
            } catch (InvalidStateStoreException e) {
                throw new ClosedException(e);
            }
        }

        @Override
        public byte[] last(RecordKey.Kind kind, long from, long to) {
            if (from > to) {
                return null;
            }
            Bytes first = storedKey(new RecordKey(kind, from));
            Bytes last = storedKey(new RecordKey(kind, to));
            try (KeyValueIterator<Bytes, byte[]> records = store.reverseRange(first, last)) {
                return records.hasNext() ? records.next().value : null;
            }
        }

        private Bytes storedKey(RecordKey key) {
            ByteBuffer out = ByteBuffer.allocate(run.length + 1 + RecordKey.BYTES);
            out.put(run).put((byte) 0);
            key.write(out);
            return Bytes.wrap(out.array());
        }

        private RecordKey recordKey(Bytes stored) {
            return RecordKey.read(ByteBuffer.wrap(stored.get(), run.length + 1, RecordKey.BYTES));
        }
    }
}
