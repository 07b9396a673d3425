package io.neuralentropy.bench.micro;

import io.neuralentropy.bench.Samples;
import io.neuralentropy.monitor.run.RecordKey;
import io.neuralentropy.monitor.run.RunRecords;
import io.neuralentropy.monitor.run.RunState;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** A run that has come as far as some step, as its stored records: a fresh state may be made of it again and again. */
final class RunAtStep {
    static final String RUN = "vpx-d9-s1";

    private static final int CHUNK = 1000;

    private final long step;
    private final Map<RecordKey, byte[]> records =
            new TreeMap<>(Comparator.comparing(RecordKey::kind).thenComparing(RecordKey::index));

    private RunAtStep(long step) {
        this.step = step;
    }

    /** @param step a multiple of {@value #CHUNK} */
    static RunAtStep of(long step) {
        RunAtStep run = new RunAtStep(step);
        Samples samples = new Samples(RUN);
        RunState state = new RunState(RUN);
        state.accept(samples.started());
        for (long done = 0; done < step; done += CHUNK) {
            state.accept(samples.steps(done + 1, CHUNK, done + CHUNK == step));
            state.drainChanges(run::keep);
        }
        state.drainChanges(run::keep);
        return run;
    }

    private void keep(RecordKey key, byte[] bytes) {
        if (bytes == null) {
            records.remove(key);
        } else {
            records.put(key, bytes);
        }
    }

    long step() {
        return step;
    }

    /** Sum of the records' bytes, without keys. */
    long bytes() {
        return records.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    RunState restored() {
        RunState state = new RunState(RUN);
        records.forEach((key, bytes) -> RunRecords.restore(state, key, bytes));
        return state;
    }
}
