package io.neuralentropy.bench.micro;

import io.neuralentropy.bench.Samples;
import io.neuralentropy.monitor.export.MonitorRegistry;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.Groups;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.Snapshots;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The text of one scrape of {@code /metrics}, the monitor's own meters among it. Bytes: the text. */
public class ScrapeBenchmark {
    private static final int STEPS = 1024;

    /** A monitor with so many runs; profiles only up to the default bound on runs that have them. */
    @State(Scope.Thread)
    public static class Monitor {
        @Param({"1", "20", "200"})
        public int runs;

        MonitorRegistry registry;
        final String contentType = MonitorRegistry.contentType(null);

        @Setup
        public void prepare() {
            List<RunSnapshot> all = IntStream.range(0, runs)
                    .mapToObj(i -> snapshot("run-%03d".formatted(i)))
                    .toList();
            registry = new MonitorRegistry(new Fixed(all), Groups.NONE);
            registry.intakeMeters();
        }

        private static RunSnapshot snapshot(String run) {
            Samples samples = new Samples(run);
            RunState state = new RunState(run);
            state.accept(samples.started());
            state.accept(samples.steps(1, STEPS, true));
            return Snapshooter.of(state);
        }

        @TearDown
        public void close() {
            registry.close();
        }
    }

    private record Fixed(List<RunSnapshot> all) implements Snapshots {
        @Override
        public Optional<RunSnapshot> find(String run) {
            return all.stream().filter(snapshot -> snapshot.run().equals(run)).findFirst();
        }
    }

    @Benchmark
    public Object scrape(Monitor monitor, Amount amount) {
        byte[] text = monitor.registry.scrape(monitor.contentType);
        amount.add(text.length);
        return text;
    }
}
