package io.neuralentropy.events;

/**
 * A checkpoint became durable.
 *
 * @param step the number of steps that it holds
 */
public record Checkpoint(Origin origin, long step) implements Event {
    @Override
    public EventType type() {
        return EventType.CHECKPOINT;
    }

    @Override
    public Checkpoint at(long time) {
        return new Checkpoint(origin.at(time), step);
    }
}
