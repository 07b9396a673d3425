package io.neuralentropy.monitor.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Shows runs that have been silent for too long as stalled. The one part of a state that depends on the wall clock, and so no
 * part of what is stored or replayed.
 *
 * <p>Silence is counted from when Kafka got the run's latest event, not from the trainer's clock: neither a clock that is wrong
 * nor a replay of old events makes a run that speaks stalled. Thread-safe.
 */
public final class StallOverlay implements Snapshots {
    private final Snapshots snapshots;
    private final ToLongFunction<String> heardAt;
    private final LongSupplier clock;

    /**
     * @param heardAt when the latest event of a run was heard, ms since the epoch
     * @param clock wall clock, ms since the epoch
     */
    public StallOverlay(Snapshots snapshots, ToLongFunction<String> heardAt, LongSupplier clock) {
        this.snapshots = snapshots;
        this.heardAt = heardAt;
        this.clock = clock;
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
        long silence = clock.getAsLong() - heardAt.applyAsLong(run.run());
        boolean silent = silence > 1000 * run.standing().stallSeconds();
        return silent && !run.standing().state().isEnd() ? run.in(TrainingState.STALLED) : run;
    }
}
