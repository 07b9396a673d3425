package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides which runs of one task leave: those of which nothing was heard for as long as runs are kept, and, where a new run needs a
 * place, the one of least value.
 *
 * <p>Of little value is a run that was silent for long after little: one may be made to leave after a minute of silence per accepted
 * step, at most a day; one that has finished, whose last numbers are written, after an hour. So runs that exist by a mistyped
 * id leave soon, and no run that still speaks does. Of several the one that is furthest over its time goes first.
 */
final class RunRetention {
    private static final long PER_STEP = Duration.ofMinutes(1).toMillis();
    private static final long MOST = Duration.ofDays(1).toMillis();
    private static final long FINISHED = Duration.ofHours(1).toMillis();

    private final TopologySettings settings;
    private final RunLedger ledger;
    private final LiveSnapshots live;

    RunRetention(TopologySettings settings, RunLedger ledger, LiveSnapshots live) {
        this.settings = settings;
        this.ledger = ledger;
        this.live = live;
    }

    /** Runs that have been silent for as long as they are kept. */
    List<String> expired(long now) {
        return ledger.runs().stream()
                .filter(run -> now - kept(run).toMillis() > ledger.lastHeard(run))
                .toList();
    }

    private Duration kept(String run) {
        return isFinished(run) ? settings.retainFinished() : settings.retainSilent();
    }

    private boolean isFinished(String run) {
        return live.find(run).map(snapshot -> snapshot.finished() != null).orElse(false);
    }

    /** The run of least value, if any may leave for a new one. */
    Optional<String> leastValuable(long now) {
        String least = null;
        double most = 1;
        for (String run : ledger.runs()) {
            double over = (double) (now - ledger.lastHeard(run)) / patience(run);
            if (over > most) {
                most = over;
                least = run;
            }
        }
        return Optional.ofNullable(least);
    }

    private long patience(String run) {
        Optional<RunSnapshot> snapshot = live.find(run);
        if (snapshot.isEmpty()) {
            return MOST;
        }
        return snapshot.get().finished() != null
                ? FINISHED
                : Math.min(MOST, PER_STEP * (1 + snapshot.get().counts().accepted()));
    }
}
