package io.neuralentropy.events.emitter;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What may be held at a time, in steps and in bytes. {@link #take} is two compare-and-sets and never waits. Safe for use by
 * several threads.
 */
final class Room {
    private final int steps;
    private final long bytes;
    private final Semaphore freeSteps;
    private final AtomicLong freeBytes;

    Room(int steps, long bytes) {
        this.steps = steps;
        this.bytes = bytes;
        this.freeSteps = new Semaphore(steps);
        this.freeBytes = new AtomicLong(bytes);
    }

    /** Whether the event would fit if nothing else were held. */
    boolean fits(Held held) {
        return held.bytes <= bytes;
    }

    /** Takes room for the event; false where there is not enough of it. */
    boolean take(Held held) {
        if (!freeSteps.tryAcquire(steps(held))) {
            return false;
        }
        if (takeBytes(held.bytes)) {
            return true;
        }
        freeSteps.release(steps(held));
        return false;
    }

    private boolean takeBytes(long wanted) {
        long free = freeBytes.get();
        while (wanted <= free) {
            if (freeBytes.compareAndSet(free, free - wanted)) {
                return true;
            }
            free = freeBytes.get();
        }
        return false;
    }

    /** Gives back what {@link #take} took, once. */
    void give(Held held) {
        freeBytes.addAndGet(held.bytes);
        freeSteps.release(steps(held));
    }

    /** Bytes taken at present. */
    long heldBytes() {
        return bytes - freeBytes.get();
    }

    /** A batch of more steps than may be held goes alone. */
    private int steps(Held held) {
        return Math.min(held.steps, steps);
    }
}
