package io.neuralentropy.monitor.archive;

import io.neuralentropy.monitor.json.CurveBlock;
import io.neuralentropy.monitor.json.CurveTable;
import io.neuralentropy.monitor.json.RunRecord;
import io.neuralentropy.monitor.snapshot.ArchivedRuns.Archived;
import io.neuralentropy.monitor.snapshot.Curve;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The latest records of one run: its snapshot, of which the summary is kept ready, and the blocks of its curve. Immutable: the
 * API may read one while the next one is made of it.
 *
 * @param summary null before a snapshot was read
 * @param record likewise
 */
record ArchivedRun(String run, byte[] summary, Packed record, SortedMap<Integer, Packed> blocks) implements Archived {
    /** What a run costs beside its bytes: objects, references, the id. */
    private static final int RUN_BYTES = 500;

    private static final int BLOCK_BYTES = 100;

    static ArchivedRun empty(String run) {
        return new ArchivedRun(run, null, null, new TreeMap<>());
    }

    /** @throws IllegalArgumentException where the value is no record of run metrics */
    ArchivedRun withRecord(byte[] value) {
        return new ArchivedRun(run, RunRecord.summary(value), Packed.of(value), blocks);
    }

    ArchivedRun withoutRecord() {
        return new ArchivedRun(run, null, null, blocks);
    }

    ArchivedRun withBlock(int number, byte[] value) {
        SortedMap<Integer, Packed> others = new TreeMap<>(blocks);
        others.put(number, Packed.of(value));
        return new ArchivedRun(run, summary, record, others);
    }

    ArchivedRun withoutBlock(int number) {
        SortedMap<Integer, Packed> others = new TreeMap<>(blocks);
        others.remove(number);
        return new ArchivedRun(run, summary, record, others);
    }

    /** Whether the API can answer for the run. */
    boolean isWhole() {
        return record != null;
    }

    boolean isEmpty() {
        return record == null && blocks.isEmpty();
    }

    @Override
    public byte[] full() {
        return RunRecord.full(record.unpack());
    }

    @Override
    public byte[] curve() {
        if (blocks.isEmpty()) {
            return RunRecord.curve(record.unpack())
                    .orElseGet(() -> CurveTable.of(run, Curve.EMPTY).json());
        }
        return CurveBlock.join(run, blocks.values().stream().map(Packed::unpack).toList());
    }

    /** Memory that it takes, about. */
    long bytes() {
        long bytes = RUN_BYTES + (isWhole() ? summary.length + record.size() : 0);
        for (Map.Entry<Integer, Packed> block : blocks.entrySet()) {
            bytes += BLOCK_BYTES + block.getValue().size();
        }
        return bytes;
    }
}
