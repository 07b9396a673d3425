package io.neuralentropy.monitor.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Shows runs that have been silent for too long as stalled. The one part of a state that depends on the wall clock, and so no
 * part of what is stored or replayed.
 *
 * <p>A run is heard when its snapshot changes between two looks, and before that at its latest event by the trainer's clock: a
 * trainer whose clock is behind, or a replay of old events, is not stalled while it sends. Thread-safe.
 */
public final class StallOverlay implements Snapshots {
    private record Heard(RunSnapshot snapshot, long time) {}

    private final Snapshots snapshots;
    private final LongSupplier clock;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();

    /** @param clock wall clock, ms since the epoch */
    public StallOverlay(Snapshots snapshots, LongSupplier clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    @Override
    public List<RunSnapshot> all() {
        List<RunSnapshot> runs = snapshots.all();
        if (heard.size() > runs.size()) {
            heard.keySet().retainAll(runs.stream().map(RunSnapshot::run).toList());
        }
        return runs.stream().map(this::overlaid).toList();
    }

    @Override
    public Optional<RunSnapshot> find(String run) {
        return snapshots.find(run).map(this::overlaid);
    }

    private RunSnapshot overlaid(RunSnapshot run) {
        long now = clock.getAsLong();
        Heard latest = heard.compute(
                run.run(),
                (id, before) -> before == null
                        ? new Heard(run, run.lastEventTime())
                        : before.snapshot == run ? before : new Heard(run, now));
        boolean silent = now - latest.time > 1000 * run.standing().stallSeconds();
        return silent && !run.standing().state().isEnd() ? run.in(TrainingState.STALLED) : run;
    }
}
