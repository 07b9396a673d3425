package io.neuralentropy.bench.micro;

import io.neuralentropy.bench.CountingStorage;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Drawing a run's snapshot from its state, as is done a few times per second. Bytes: the run's stored records. */
public class SnapshotBenchmark {

    /** A run that has come so far. */
    @State(Scope.Thread)
    public static class Run {
        @Param({"1000", "1000000"})
        public long near;

        RunState state;
        long bytes;

        @Setup
        public void prepare() {
            RunAtStep run = RunAtStep.of(near);
            bytes = run.bytes();
            state = run.restored(new CountingStorage());
        }
    }

    @Benchmark
    public Object snapshot(Run run, Amount amount) {
        amount.add(run.bytes);
        return Snapshooter.of(run.state);
    }
}
