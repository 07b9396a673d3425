package io.neuralentropy.monitor.topology;

import java.time.Duration;

/**
 * The time by which runs expire. It goes by when records were written to Kafka, never by the trainers' clocks: a replay of
 * an old file is as young as its records.
 *
 * <p>While records flow it is the latest time of any of them: a monitor that catches up on old records must not expire a
 * run whose next record it has only not read yet. When none came for {@link #IDLE} there are none to be read, and it is
 * wall time. A record from the future counts as from now.
 */
final class ExpiryClock {
    static final Duration IDLE = Duration.ofSeconds(30);

    private long latest;
    private long heardAt;

    /** @param wallTime now, ms */
    ExpiryClock(long wallTime) {
        heardAt = wallTime;
    }

    /** Notes a record; the time at which it counts, ms. */
    long heard(long recordTime, long wallTime) {
        long time = recordTime < 0 ? wallTime : Math.min(recordTime, wallTime);
        latest = Math.max(latest, time);
        heardAt = wallTime;
        return time;
    }

    /** Now, ms; 0, so that nothing is due, before the first record. */
    long now(long wallTime) {
        return wallTime - heardAt >= IDLE.toMillis() ? wallTime : latest;
    }
}
