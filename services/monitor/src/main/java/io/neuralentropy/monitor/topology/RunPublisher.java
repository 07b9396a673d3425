package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import java.util.HashMap;
import java.util.Map;

/** Publishes snapshots of the runs of one task that changed. */
final class RunPublisher {
    private final Object owner;
    private final RunStates states;
    private final RunLedger ledger;
    private final LiveSnapshots live;
    private final IntakeMeters meters;
    private final Map<String, Long> changed = new HashMap<>();

    RunPublisher(Object owner, RunStates states, RunLedger ledger, LiveSnapshots live, IntakeMeters meters) {
        this.owner = owner;
        this.states = states;
        this.ledger = ledger;
        this.live = live;
        this.meters = meters;
    }

    /** A run has changed by a record that was written at this time, ms. */
    void changed(String run, long recordTime) {
        changed.putIfAbsent(run, recordTime);
    }

    /** Publishes what changed; a run of which that fails is left as it was shown last, and the others go on. */
    void publish(long now) {
        changed.forEach((run, oldest) -> {
            RunFaults.contain(meters, "publish", run, () -> publish(run));
            meters.published(Math.max(0, now - oldest) / 1000.0);
        });
        changed.clear();
    }

    /** Publishes a run, changed or not. */
    void publish(String run) {
        RunState state = states.find(run);
        if (state != null) {
            live.publish(owner, Snapshooter.of(state), ledger.lastHeard(run));
            states.weigh(state);
        }
    }

    /** The run has left. */
    void drop(String run) {
        changed.remove(run);
        live.drop(owner, run);
    }
}
