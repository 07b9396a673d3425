package io.neuralentropy.monitor.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Says of runs for how long they have been silent, once that is too long. Their states stay: a crash is the usual end of a run that
 * diverged. The one thing said of a run that depends on the wall clock, and so no part of what is stored or replayed.
 *
 * <p>Silence is counted from when Kafka got the run's latest event, not from the trainer's clock: neither a clock that is wrong
 * nor a replay of old events makes a run silent that speaks. What could not be heard is no silence: it counts from when the way to
 * Kafka was open again, and while it is not, no run becomes silent. Thread-safe.
 */
public final class StallOverlay implements Snapshots {
    private final Snapshots snapshots;
    private final ToLongFunction<String> heardAt;
    private final Hearing hearing;

    /**
     * @param heardAt when the latest event of a run was heard, ms since the epoch
     * @param hearing when events could be heard
     */
    public StallOverlay(Snapshots snapshots, ToLongFunction<String> heardAt, Hearing hearing) {
        this.snapshots = snapshots;
        this.heardAt = heardAt;
        this.hearing = hearing;
    }

    @Override
    public List<RunSnapshot> all() {
        return snapshots.all().stream().map(this::overlaid).toList();
    }

    @Override
    public Optional<RunSnapshot> find(String run) {
        return snapshots.find(run).map(this::overlaid);
    }

    private RunSnapshot overlaid(RunSnapshot run) {
        long silence = hearing.until() - Math.max(hearing.since(), heardAt.applyAsLong(run.run()));
        boolean silent = silence > 1000 * run.standing().silence().allowedSeconds();
        return silent && !run.standing().state().isEnd() ? run.silentFor(silence / 1000.0) : run;
    }
}
