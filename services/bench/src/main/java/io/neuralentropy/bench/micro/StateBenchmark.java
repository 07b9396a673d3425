package io.neuralentropy.bench.micro;

import io.neuralentropy.bench.CountingStorage;
import io.neuralentropy.bench.Samples;
import io.neuralentropy.events.Event;
import io.neuralentropy.monitor.run.RunState;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Taking an event into a run's state and its changes out as records. Bytes: those records, before any cache. */
public class StateBenchmark {

    /** What comes in; an operation is one event. */
    public enum Arrival {
        IN_ORDER,
        EACH_TWICE,
        FOUR_RANKS,
        WITH_PROFILE,
        STEPS_256,
        STEPS_256_WITH_PROFILE
    }

    /** A run near some step, and events that lead on from there; after the last of them it is set back. */
    @State(Scope.Thread)
    public static class Run {
        @Param
        public Arrival arrival;

        @Param({"1000", "1000000"})
        public long near;

        private RunAtStep start;
        private Event[] events;
        private int next;
        final CountingStorage storage = new CountingStorage();
        RunState state;

        @Setup
        public void prepare() {
            // setting back costs: seldom for a long run; a young one is begun anew
            start = near > 10_000 ? RunAtStep.of(near) : RunAtStep.of(0);
            events = events(start.step(), near > 10_000 ? 65_536 : (int) (2 * near));
            next = 0;
            state = start.restored(storage);
        }

        private Event[] events(long after, int steps) {
            Samples samples = new Samples(RunAtStep.RUN);
            int perEvent = arrival.name().startsWith("STEPS") ? 256 : 1;
            int times = arrival == Arrival.EACH_TWICE ? 2 : arrival == Arrival.FOUR_RANKS ? 4 : 1;
            Event[] made = new Event[Math.max(1, steps / perEvent) * times];
            for (int i = 0; i < made.length; i++) {
                long step = after + 1 + (long) (i / times) * perEvent;
                made[i] = switch (arrival) {
                    case IN_ORDER, EACH_TWICE -> samples.step(step, 0);
                    case FOUR_RANKS -> samples.step(step, i % times);
                    case WITH_PROFILE -> samples.stepWithProfile(step);
                    case STEPS_256 -> samples.steps(step, perEvent, false);
                    case STEPS_256_WITH_PROFILE -> samples.steps(step, perEvent, true);
                };
            }
            return made;
        }

        Event next() {
            if (next == events.length) {
                next = 0;
                state = start.restored(storage);
            }
            return events[next++];
        }
    }

    @Benchmark
    public void update(Run run, Amount amount, Blackhole blackhole) {
        Event event = run.next();
        blackhole.consume(run.state.accept(event));
        run.state.save();
        amount.add(run.storage.drainBytes());
    }
}
