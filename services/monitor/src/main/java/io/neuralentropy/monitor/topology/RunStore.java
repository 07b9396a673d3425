package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.run.RecordKey;
import io.neuralentropy.monitor.run.RunRecords;
import io.neuralentropy.monitor.run.RunState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the records of runs in a Kafka Streams store. Key: run id, a zero byte (no id has one), the record's key. */
final class RunStore {
    static final String NAME = "run-state";

    private final KeyValueStore<Bytes, byte[]> store;
    private final DetectorSettings detectors;

    RunStore(KeyValueStore<Bytes, byte[]> store, DetectorSettings detectors) {
        this.store = store;
        this.detectors = detectors;
    }

    /** Writes what changed in a run since the last call. */
    void save(RunState state) {
        byte[] run = state.run().getBytes(StandardCharsets.UTF_8);
        state.drainChanges((key, bytes) -> store.put(storedKey(run, key), bytes));
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

    /** Every run in the store. */
    Map<String, RunState> load() {
        Map<String, RunState> states = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> records = store.all()) {
            while (records.hasNext()) {
                KeyValue<Bytes, byte[]> stored = records.next();
                byte[] key = stored.key.get();
                int runLength = key.length - RecordKey.BYTES - 1;
                String run = new String(key, 0, runLength, StandardCharsets.UTF_8);
                RecordKey recordKey = RecordKey.read(ByteBuffer.wrap(key, runLength + 1, RecordKey.BYTES));
                RunState state = states.computeIfAbsent(run, id -> new RunState(id, detectors));
                RunRecords.restore(state, recordKey, stored.value);
            }
        }
        states.values().forEach(RunState::restored);
        return states;
    }

    private static Bytes storedKey(byte[] run, RecordKey key) {
        ByteBuffer out = ByteBuffer.allocate(run.length + 1 + RecordKey.BYTES);
        out.put(run).put((byte) 0);
        key.write(out);
        return Bytes.wrap(out.array());
    }
}
