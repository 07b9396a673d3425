package io.neuralentropy.events.emitter;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Steps;

/**
 * An event that was taken, and the room that it takes until Kafka acknowledges it or it is given up. Sized once, so that
 * what is given back is what was taken. Equal to itself alone.
 */
final class Held {
    /**
     * What one event takes besides itself: this object, its place in the queue, and, on its way, the producer's future and
     * callback, which {@code buffer.memory} does not count. 270 bytes were measured with a
     * broker that hangs.
     */
    static final int OVERHEAD_BYTES = 320;

    final Event event;
    final int steps;
    final long bytes;

    Held(Event event) {
        this.event = event;
        this.steps = event instanceof Steps batch ? batch.size() : 1;
        this.bytes = OVERHEAD_BYTES + HeapSize.of(event);
    }
}
