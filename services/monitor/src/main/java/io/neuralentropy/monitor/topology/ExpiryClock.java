package io.neuralentropy.monitor.topology;

import java.time.Duration;

/**
 * The time by which runs expire: late rather than early. How long a run has been silent counts from when its latest event came
 * ({@link ArrivalTime}): a replay of an old file is as young as its records.
 *
 * <p>A monitor that catches up must not expire a run whose next record it has only not read yet. So while records flow this
 * clock stands at the latest of them, each dated by when it came or by its trainer's clock, whichever is earlier: where the
 * broker does not stamp records, when they came is only when they were read. When none came for {@link #IDLE} there are none to
 * be read, and it is wall time. Trainers' clocks that are behind so delay it while they speak; ones that are ahead take the
 * protection away; nothing else comes of them.
 */
final class ExpiryClock {
    static final Duration IDLE = Duration.ofSeconds(30);

    private long latest;
    private long heardAt;

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
        latest = Math.max(latest, Math.min(time, eventTime));
        heardAt = wallTime;
        return time;
    }

    /** Now, ms; 0, so that nothing is due, before the first event. */
    long now(long wallTime) {
        return wallTime - heardAt >= IDLE.toMillis() ? wallTime : latest;
    }
}
