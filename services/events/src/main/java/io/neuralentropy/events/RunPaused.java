package io.neuralentropy.events;

/**
 * From here on a run is silent on purpose: it evaluates, writes a checkpoint, waits for data. Its next event ends the pause.
 *
 * @param reason what the run does meanwhile, such as {@code evaluation} or {@code checkpoint}; null where not said
 * @param seconds how long that usually takes, above 0; {@link Absent} where not said
 * @param step steps done; 0 where not said
 */
public record RunPaused(Origin origin, String reason, double seconds, long step) implements Event {
    /** The most characters of a reason. */
    public static final int MAX_REASON = 64;

    @Override
    public EventType type() {
        return EventType.RUN_PAUSED;
    }

    @Override
    public RunPaused at(long time) {
        return new RunPaused(origin.at(time), reason, seconds, step);
    }
}
