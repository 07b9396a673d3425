package io.neuralentropy.standalone.backtest;

import io.neuralentropy.events.Event;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes the events of one run, in the order in which a monitor meets them, into the monitor's own state of a run twice: under
 * the present settings and under others. Not thread-safe.
 */
public final class Backtest {
    private static final int NAMED_RUNS = 5;

    private final DetectorSettings presentSettings;
    private final DetectorSettings otherSettings;
    private final Set<String> furtherRuns = new TreeSet<>();
    private RunState present;
    private RunState other;
    private String run;
    private long events;

    /** @param run whose events count; null for that of the first event */
    public Backtest(String run, DetectorSettings present, DetectorSettings other) {
        this.run = run;
        presentSettings = present;
        otherSettings = other;
    }

    /** Takes an event; one of another run is only noted. */
    public void take(Event event) {
        if (run == null) {
            run = event.run();
        }
        if (!event.run().equals(run)) {
            if (furtherRuns.size() < NAMED_RUNS) {
                furtherRuns.add(event.run());
            }
            return;
        }
        if (present == null) {
            present = new RunState(run, presentSettings);
            other = new RunState(run, otherSettings);
        }
        events++;
        present.accept(event);
        other.accept(event);
    }

    /** The run whose events count; null before the first. */
    public String run() {
        return run;
    }

    /** Events of the run. */
    public long events() {
        return events;
    }

    /** Highest accepted step; 0 before any. */
    public long step() {
        return present == null ? 0 : present.step();
    }

    /** The first few of the other runs that events were of. */
    public Set<String> furtherRuns() {
        return new TreeSet<>(furtherRuns);
    }

    /** Changes of state under the present settings, oldest first. */
    public List<StateChange> present() {
        return changes(present);
    }

    /** Changes of state under the other settings. */
    public List<StateChange> other() {
        return changes(other);
    }

    private static List<StateChange> changes(RunState state) {
        return state == null ? List.of() : Snapshooter.of(state).standing().changes();
    }

    /**
     * A change under both settings, or under one.
     *
     * @param present null where there is none
     * @param other likewise
     */
    public record Pair(StateChange present, StateChange other) {
        /** Under the present settings, or where there is none, under the others. */
        public StateChange either() {
            return present == null ? other : present;
        }
    }

    /** Both lists side by side: the longest common sequence of states pairs up, the others stand alone. */
    public List<Pair> pairs() {
        List<StateChange> a = present();
        List<StateChange> b = other();
        int[][] common = common(a, b);
        List<Pair> pairs = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            if (i < a.size() && j < b.size() && a.get(i).to() == b.get(j).to()) {
                pairs.add(new Pair(a.get(i++), b.get(j++)));
            } else if (j == b.size() || i < a.size() && common[i + 1][j] >= common[i][j + 1]) {
                pairs.add(new Pair(a.get(i++), null));
            } else {
                pairs.add(new Pair(null, b.get(j++)));
            }
        }
        return pairs;
    }

    /** Lengths of the longest common sequences of what is left from i and from j on. */
    private static int[][] common(List<StateChange> a, List<StateChange> b) {
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] = a.get(i).to() == b.get(j).to()
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
