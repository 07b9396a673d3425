package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import io.neuralentropy.monitor.snapshot.Warning;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/**
 * Takes the times that a trainer states as they are while they can be, and names those that cannot, so that no rate and no date is
 * derived from them.
 *
 * <p>A time before 2001-09-09, as one in seconds reads, or of more than a day after Kafka got the event is replaced by when that
 * was. How old a time is says nothing: events of a file may be sent years later. A rank's clock that goes back while its steps go
 * on is moved on from there: by as much as makes its time stand still for as long as Kafka's did.
 */
final class TrainerClock {
    /** 10^12 ms: 2001-09-09. As seconds it would be the year 33658. */
    static final long FIRST_PLAUSIBLE = 1_000_000_000_000L;

    static final long MAX_AHEAD = 24 * 3600 * 1000;

    /** What a clock may go back and is left alone: clocks are set right by less all the time. */
    static final long MAX_BACK = 60 * 1000;

    private static final String IN_SECONDS =
            "time is before 2001-09-09 if it is in milliseconds since the epoch (is it in seconds?): when Kafka got the events is used"
                    + " instead.";
    private static final String AHEAD =
            "time is more than a day after Kafka got the events: when that was is used instead.";

    private final RunState run;

    /** What is added to the times of a rank of the latest attempt, ms; on the heap and stored. */
    private final TreeMap<Integer, Long> moved = new TreeMap<>();

    private long lastArrival = Long.MAX_VALUE;

    TrainerClock(RunState run) {
        this.run = run;
    }

    /**
     * The event at a time that can be: its own, if possible.
     *
     * @param arrival when Kafka got it, ms since the epoch
     */
    Event plausible(Event event, long arrival) {
        long stated = event.origin().time();
        long time = time(event, arrival);
        lastArrival = arrival;
        return time == stated ? event : event.at(time);
    }

    private long time(Event event, long arrival) {
        Origin origin = event.origin();
        if (origin.time() < FIRST_PLAUSIBLE || origin.time() - arrival > MAX_AHEAD) {
            warn(origin.time() < FIRST_PLAUSIBLE ? IN_SECONDS : AHEAD);
            return arrival;
        }
        RankSteps rank = run.frontier.latest(origin.attempt(), origin.rank());
        if (rank == null || rank.steps.isEmpty()) {
            return origin.time();
        }
        if (firstStep(event) > rank.steps.max()) {
            return goingOn(origin, rank.lastEventTime, arrival);
        }
        // what was said of a step that is passed was said before
        long time = origin.time() + moved(origin.rank());
        return isMoved(origin.rank()) ? Math.min(time, rank.lastEventTime) : time;
    }

    /** The first step that an event speaks of; 0 where it is about none. */
    private static long firstStep(Event event) {
        if (event instanceof Step step) {
            return step.first();
        }
        return event instanceof Steps steps ? steps.first() : 0;
    }

    private long goingOn(Origin origin, long before, long arrival) {
        long earliest = before - MAX_BACK;
        if (origin.time() >= earliest) {
            move(origin.rank(), 0); // set right again, if ever it was wrong
            return origin.time();
        }
        if (origin.time() + moved(origin.rank()) < earliest) {
            long waited = Math.max(0, arrival - lastArrival);
            warn("the clock of rank " + origin.rank() + " went back by "
                    + (before - origin.time() - moved(origin.rank())) / 1000 + " s after step " + run.step()
                    + ": its times are moved on from there.");
            move(origin.rank(), before + waited - origin.time());
        }
        return origin.time() + moved(origin.rank());
    }

    private void warn(String detail) {
        run.warn(Warning.Code.CLOCK, detail, run.step());
    }

    private boolean isMoved(int rank) {
        return moved.containsKey(rank);
    }

    private long moved(int rank) {
        return moved.getOrDefault(rank, 0L);
    }

    private void move(int rank, long by) {
        Long before = by == 0 ? moved.remove(rank) : moved.put(rank, by);
        if (before != null || by != 0) {
            changed(rank);
        }
    }

    /** A later attempt was heard of: its clock is another one. */
    void clear() {
        moved.keySet().forEach(this::changed);
        moved.clear();
    }

    private void changed(int rank) {
        run.changed(new RecordKey(RecordKey.Kind.CLOCK, rank));
    }

    /** Ranks whose times are moved. */
    int size() {
        return moved.size();
    }

    /** The stored form of what a rank's times are moved by; null where they are not (any more). */
    byte[] bytes(long rank) {
        Long by = moved.get((int) rank);
        return by == null ? null : ByteBuffer.allocate(Long.BYTES).putLong(by).array();
    }

    void restore(long rank, byte[] bytes) {
        moved.put((int) rank, ByteBuffer.wrap(bytes).getLong());
    }
}
