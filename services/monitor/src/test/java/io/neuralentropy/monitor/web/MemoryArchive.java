package io.neuralentropy.monitor.web;

import io.neuralentropy.monitor.json.CurveTable;
import io.neuralentropy.monitor.json.RunJson;
import io.neuralentropy.monitor.json.RunRecord;
import io.neuralentropy.monitor.snapshot.ArchivedRuns;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Runs that a test puts there, written and read back as the topic of run metrics does. */
final class MemoryArchive implements ArchivedRuns {
    private final TreeMap<String, Archived> runs = new TreeMap<>();
    volatile boolean isComplete = true;

    MemoryArchive(Curve curve, RunSnapshot... snapshots) {
        for (RunSnapshot snapshot : snapshots) {
            runs.put(
                    snapshot.run(),
                    new Record(
                            snapshot.run(),
                            RunJson.record(snapshot, "test"),
                            CurveTable.of(snapshot.run(), curve).json()));
        }
    }

    @Override
    public boolean isComplete() {
        return isComplete;
    }

    @Override
    public List<Archived> all() {
        return List.copyOf(runs.values());
    }

    @Override
    public Optional<Archived> find(String run) {
        return Optional.ofNullable(runs.get(run));
    }

    private record Record(String run, byte[] value, byte[] curve) implements Archived {
        @Override
        public byte[] summary() {
            return RunRecord.summary(value);
        }

        @Override
        public byte[] full() {
            return RunRecord.full(value);
        }
    }
}
