package io.neuralentropy.bench.micro;

import io.neuralentropy.bench.CountingStorage;
import io.neuralentropy.bench.Samples;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.run.HeapStorage;
import io.neuralentropy.monitor.run.RunRecords;
import io.neuralentropy.monitor.run.RunState;

/** A run that has come as far as some step, as its stored records: a fresh state may be made of it again and again. */
final class RunAtStep {
    static final String RUN = "vpx-d9-s1";

    private static final int CHUNK = 1000;

    private final long step;
    private final HeapStorage records = new HeapStorage();

    private RunAtStep(long step) {
        this.step = step;
    }

    /** @param step a multiple of {@value #CHUNK} */
    static RunAtStep of(long step) {
        RunAtStep run = new RunAtStep(step);
        Samples samples = new Samples(RUN);
        RunState state = new RunState(RUN, DetectorSettings.defaults(), run.records);
        state.accept(samples.started());
        for (long done = 0; done < step; done += CHUNK) {
            state.accept(samples.steps(done + 1, CHUNK, done + CHUNK == step));
            state.save();
        }
        state.save();
        return run;
    }

    long step() {
        return step;
    }

    /** Sum of the records' bytes, without keys. */
    long bytes() {
        return records.records().values().stream()
                .mapToLong(bytes -> bytes.length)
                .sum();
    }

    /** The run anew, in a storage of its own. */
    RunState restored(CountingStorage storage) {
        storage.fill(records);
        return RunRecords.load(RUN, DetectorSettings.defaults(), storage);
    }
}
