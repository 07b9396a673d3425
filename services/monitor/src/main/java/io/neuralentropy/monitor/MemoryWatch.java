package io.neuralentropy.monitor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether the heap is large enough. One that is too small does not end the monitor: it collects garbage most of the time, all
 * else becomes slow, and nothing says why. Tells it by the share of the last minute that went into collections, and by what is
 * left of the space for long-lived objects after one. Thread-safe.
 */
final class MemoryWatch implements AutoCloseable {
    static final double MOST_GC = 0.5;
    static final double MOST_LIVE = 0.95;

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** What a shorter time shows may be the start, or one long collection. */
    private static final Duration LEAST = Duration.ofSeconds(30);

    private record Sample(long nanos, long gcMillis) {}

    private final Supplier<MemoryReading> source;
    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "monitor-memory");
        thread.setDaemon(true);
        return thread;
    });
    private double liveShare;

    /** @param nanoTime as {@link System#nanoTime} */
    MemoryWatch(Supplier<MemoryReading> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    /** One of this JVM that looks by itself. */
    static MemoryWatch start() {
        MemoryWatch watch = new MemoryWatch(MemoryReading::now, System::nanoTime);
        watch.clock.scheduleWithFixedDelay(watch::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    synchronized void look() {
        MemoryReading reading = source.get();
        long now = nanoTime.getAsLong();
        samples.addLast(new Sample(now, reading.gcMillis()));
        while (now - samples.getFirst().nanos > WINDOW.toNanos() && samples.size() > 2) {
            samples.removeFirst();
        }
        liveShare = reading.liveShare();
    }

    /** Share of the last minute that went into collections of garbage; 0 until enough is known. */
    synchronized double gcShare() {
        if (samples.isEmpty()) {
            return 0;
        }
        long nanos = samples.getLast().nanos - samples.getFirst().nanos;
        long millis = samples.getLast().gcMillis - samples.getFirst().gcMillis;
        return nanos < LEAST.toNanos() ? 0 : Math.min(1, millis * 1e6 / nanos);
    }

    boolean isShort() {
        return shortage().isPresent();
    }

    /** What is wrong, and the setting that helps; empty where memory suffices. */
    synchronized Optional<String> shortage() {
        double gc = gcShare();
        if (gc < MOST_GC && liveShare < MOST_LIVE) {
            return Optional.empty();
        }
        String symptom = gc >= MOST_GC
                ? percent(gc) + " of the last minute went into collecting garbage"
                : percent(liveShare) + " of the space for what lasts is full after a collection of garbage";
        return Optional.of("memory is short: " + symptom
                + "; raise -Xmx in NEURAL_ENTROPY_JAVA_OPTIONS (or the container's memory), or lower --max-runs");
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
