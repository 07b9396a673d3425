package io.neuralentropy.bench.micro;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Bytes that operations read or wrote, the processor time that they took, and how many they were: quotients are columns of
 * the table. Processor time sees less of what else the
 * machine does than the clock.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Amount {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    public long bytes;
    public long operations;
    public long cpuNanos;

    private long begin;

    @Setup(Level.Iteration)
    public void begin() {
        begin = THREADS.getCurrentThreadCpuTime();
    }

    @TearDown(Level.Iteration)
    public void end() {
        cpuNanos = THREADS.getCurrentThreadCpuTime() - begin;
    }

    void add(long more) {
        bytes += more;
        operations++;
    }
}
