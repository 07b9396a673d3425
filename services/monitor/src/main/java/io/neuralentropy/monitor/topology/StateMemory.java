package io.neuralentropy.monitor.topology;

import java.util.concurrent.atomic.AtomicInteger;

/** How much of the heap the states of runs may take, in equal shares of the tasks that there are. Thread-safe. */
public final class StateMemory {
    private final long bytes;
    private final AtomicInteger tasks = new AtomicInteger();

    /** @param bytes of all tasks together; each keeps at least one state, however large */
    public StateMemory(long bytes) {
        this.bytes = bytes;
    }

    /** A quarter of the heap: the rest is for what is shown of each run, for answers, and for Kafka's clients. */
    public static StateMemory ofHeap() {
        return new StateMemory(Runtime.getRuntime().maxMemory() / 4);
    }

    void join() {
        tasks.incrementAndGet();
    }

    void leave() {
        tasks.decrementAndGet();
    }

    /** Bytes of one task. */
    long share() {
        return bytes / Math.max(1, tasks.get());
    }
}
