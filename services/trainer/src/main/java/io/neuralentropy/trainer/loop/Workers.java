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
     * Runs {@code work} for 0 … parts − 1. Returns, or throws what the first failed part threw with what others threw as
     * suppressed, when all parts have ended, however they ended: they work on native memory that must not be freed while
     * another part uses it. An interrupt is kept for later.
     */
    void run(IntConsumer work) {
        List<Future<?>> pending = new ArrayList<>(parts - 1);
        Throwable failure = null;
        try {
            for (int part = 1; part < parts; part++) {
                int own = part;
                pending.add(others.submit(() -> work.accept(own)));
            }
            work.accept(0);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        for (Future<?> future : pending) {
            failure = first(failure, await(future));
        }
        rethrow(failure);
    }

    private static Throwable first(Throwable failure, Throwable next) {
        if (failure == null) {
            return next;
        }
        // the same object may come from several parts, and nothing may suppress itself
        if (next != null && next != failure) {
            failure.addSuppressed(next);
        }
        return failure;
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** What the part threw, an unchecked exception or an error; null where it ended well. */
    private static Throwable await(Future<?> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get();
                    return null;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return e.getCause();
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
