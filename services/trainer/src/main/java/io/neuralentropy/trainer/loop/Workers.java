package io.neuralentropy.trainer.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** A fixed number of threads that do the parts of a step at once; the caller is one of them. */
final class Workers implements AutoCloseable {
    private final int parts;
    private final ExecutorService others;

    Workers(int parts, String name) {
        this.parts = parts;
        this.others = parts == 1
                ? null
                : Executors.newFixedThreadPool(parts - 1, task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    int parts() {
        return parts;
    }

    /**
     * Runs {@code work} for 0 … parts − 1. Returns, or throws what the first failed part threw, when all have ended:
     * they work on native memory that must not go away under them. An interrupt is kept for later.
     */
    void run(IntConsumer work) {
        List<Future<?>> pending = new ArrayList<>(parts - 1);
        for (int part = 1; part < parts; part++) {
            int own = part;
            pending.add(others.submit(() -> work.accept(own)));
        }
        RuntimeException failure = null;
        try {
            work.accept(0);
        } catch (RuntimeException e) {
            failure = e;
        }
        for (Future<?> future : pending) {
            RuntimeException other = await(future);
            failure = failure == null ? other : failure;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static RuntimeException await(Future<?> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get();
                    return null;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    Throwable cause = e.getCause();
                    return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        if (others != null) {
            others.shutdown();
        }
    }
}
