package io.neuralentropy.events.emitter;

import io.neuralentropy.events.Event;

/**
 * Where a training loop puts its events.
 *
 * <p>{@link #emit} never blocks and never throws, whatever the state of what is behind it: what cannot be kept is given
 * up and counted. Safe for use by several threads.
 */
public interface EventSink extends AutoCloseable {

    /** Takes an event, or gives it up and counts it. */
    void emit(Event event);

    /** What became of the events so far. */
    Counts counts();

    /** Sends what is still held, within a bound; gives up and counts the rest. Does not throw. */
    @Override
    void close();

    /**
     * {@code emitted = acknowledged + dropped + pending}.
     *
     * @param emitted calls of {@link #emit}
     * @param acknowledged durable in Kafka
     * @param dropped given up: buffer full, or refused by the broker for good
     */
    record Counts(long emitted, long acknowledged, long dropped) {
        /** Held, not yet decided. */
        public long pending() {
            return emitted - acknowledged - dropped;
        }
    }
}
