package io.neuralentropy.monitor.topology;

import java.time.Duration;

/**
 * The time by which runs expire: late rather than early. How long a run has been silent counts from when its latest event came
 * ({@link ArrivalTime}): a replay of an old file is as young as its records.
 *
 * <p>A monitor that catches up must not expire a run whose next record it has only not read yet. So while records flow this
 * clock stands at the latest of them, and, where the broker does not stamp records and they seem to have come as they are read, at
 * their trainers' clocks, until one of these says that it is of now, or none came for {@link #IDLE}: then all are read. While
 * none comes it is wall time. A trainer's clock that is behind so delays it at most until there is a pause; one that is ahead takes
 * the protection away; nothing else comes of them.
 */
final class ExpiryClock {
    static final Duration IDLE = Duration.ofSeconds(30);

    /** Of an event that was just sent, by a clock that is about right. */
    static final Duration FRESH = Duration.ofMinutes(1);

    private long latest;
    private long heardAt;
    private boolean hasHeard;
    private boolean hasCaughtUp;

    /** @param wallTime now, ms */
    ExpiryClock(long wallTime) {
        heardAt = wallTime;
    }

    /**
     * Notes an event; the time at which it counts as heard, ms.
     *
     * @param arrival when its record came
     * @param eventTime its trainer's clock
     */
    long heard(long arrival, long eventTime, long wallTime) {
        long time = Math.min(arrival, wallTime);
        hasCaughtUp |= hasHeard && isIdle(wallTime) || eventTime > wallTime - FRESH.toMillis();
        latest = Math.max(latest, hasCaughtUp ? time : Math.min(time, eventTime));
        hasHeard = true;
        heardAt = wallTime;
        return time;
    }

    private boolean isIdle(long wallTime) {
        return wallTime - heardAt >= IDLE.toMillis();
    }

    /** Now, ms; 0, so that nothing is due, before the first event. */
    long now(long wallTime) {
        return isIdle(wallTime) ? wallTime : latest;
    }
}
