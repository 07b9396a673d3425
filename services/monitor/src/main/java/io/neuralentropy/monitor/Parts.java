package io.neuralentropy.monitor;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, ended in the opposite order; one that fails to end does not keep the others from it. */
final class Parts implements AutoCloseable {
    private final Deque<Runnable> ends = new ArrayDeque<>();

    /** Notes how to end what was started last. */
    void endBy(Runnable end) {
        ends.push(end);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!ends.isEmpty()) {
            try {
                ends.pop().run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
