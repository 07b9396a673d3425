package io.neuralentropy.standalone.boards;

import static io.neuralentropy.standalone.boards.Panels.lines;
import static io.neuralentropy.standalone.boards.Panels.number;
import static io.neuralentropy.standalone.boards.Promql.compared;

import io.neuralentropy.monitor.export.RunMetric;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.util.Locale;

/** Entropy saturation and alerts. */
final class AlertsBoard {
    /** Alerts of these rules, of all runs and of the monitor itself. */
    static final String ALERTS = "ALERTS{alertname=~\"NeuralEntropy.*\"";

    private static final String NONE_SATURATED = "while no run is saturated";
    private static final String QUIET = "while no alert fires";

    private AlertsBoard() {}

    static Board board() {
        return new Board(
                        "alerts",
                        Boards.ALERTS_UID,
                        "Entropy saturation and alerts",
                        "Which runs have stopped learning or are in trouble, since when, and what does it cost to let them go on?",
                        Variable.GROUP,
                        Variable.RUNS)
                .row(
                        "Now",
                        count(TrainingState.WARMING_UP),
                        count(TrainingState.ABSORBING),
                        count(TrainingState.SATURATED),
                        count(TrainingState.DECLINING),
                        count(TrainingState.DIVERGED),
                        count(TrainingState.STALLED),
                        count(TrainingState.FINISHED),
                        count(TrainingState.FAILED))
                .row("Alerts", firing(), alertsOverTime())
                .row("Runs", runs(), states())
                .row("What saturated runs cost", saturatedSteps(), saturatedSeconds(), saturatedJoules())
                .row("Signs before a verdict", absorption(), utilization(), silence())
                .row("Memorising and ranks", heldOutGap(), silentRanks(), missingSteps());
    }

    private static Panel count(TrainingState state) {
        String name = state.wireName();
        return number(
                        name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                        "Runs of the selection that are " + name + " now"
                                + (state == TrainingState.STALLED ? ", whatever their states." : "."),
                        Unit.COUNT)
                .colour(Colour.of(state))
                .query(Query.now("A", "count(" + Promql.in(state) + ") or vector(0)", name));
    }

    private static Panel firing() {
        String labels = "alertname, severity, run, group, instance";
        String now = "max by (alertstate, " + labels + ") (" + ALERTS + "})";
        String since = "max by (" + labels + ") (" + ALERTS.replace("ALERTS", "ALERTS_FOR_STATE") + "}) * 1000";
        return new Table(
                        "Alerts",
                        "What Prometheus holds for true (firing) or is about to (pending), of the runs and of the monitor"
                                + " itself, and since when. What to do is in docs/runbooks.md.",
                        "alertname",
                        "severity",
                        "alertstate",
                        "run",
                        "group",
                        "instance")
                .column("true since", Unit.MOMENT, now + " * on (" + labels + ") group_left () (" + since + ")", QUIET)
                .build("alertname")
                .size(12, 9);
    }

    private static Panel alertsOverTime() {
        return lines("Firing alerts", "Firing alerts by rule, over time. No line: none fired.", Unit.COUNT)
                .query(Query.range("A", "count by (alertname) (" + ALERTS + ",alertstate=\"firing\"})", "{{alertname}}")
                        .absent(QUIET))
                .custom("drawStyle", "bars")
                .custom("fillOpacity", 60)
                .size(12, 9);
    }

    private static Panel runs() {
        return new Table(
                        "Which runs are where, since when, and what it costs",
                        "In the state since: when the run was last seen in another one in this time range; empty where that was"
                                + " before it. Steps, time and energy count from the verdict of saturation on. An empty cell is"
                                + " unknown or does not apply.",
                        "run",
                        "group")
                .stateColumn("state", Promql.comparedState())
                .column("silent for", Unit.LENGTH_OF_TIME, compared(RunMetric.SILENT), "when all runs have ended")
                .column("in it since", Unit.MOMENT, Promql.inStateSince(), "while no run has changed its state")
                .column("step", Unit.COUNT, compared(RunMetric.STEP))
                .column("S_NN", Unit.NATS, compared(RunMetric.NEURAL))
                .column("of capacity", Unit.PERCENT, compared(RunMetric.UTILIZATION), "while it cannot be told")
                .column("steps since", Unit.COUNT, compared(RunMetric.SATURATED_STEPS), NONE_SATURATED)
                .column("time since", Unit.LENGTH_OF_TIME, compared(RunMetric.SATURATED_SECONDS), NONE_SATURATED)
                .column("energy since", Unit.JOULES, compared(RunMetric.SATURATED_JOULES), NONE_SATURATED)
                .column("time left", Unit.LENGTH_OF_TIME, compared(RunMetric.ETA), "where planned steps are unknown")
                .column("last event", Unit.MOMENT, compared(RunMetric.LAST_EVENT) + " * 1000")
                .column("missing steps", Unit.COUNT, compared(RunMetric.MISSING_STEPS))
                .build("run");
    }

    private static Panel states() {
        return Panels.states("States", "The state of each run over time, and when it was silent.")
                .query(Query.range("A", Promql.comparedState(), "{{run}}"))
                .query(Query.range("B", Promql.comparedSilence(), "{{run}} silence")
                        .absent("while all runs are heard"))
                .size(24, 9);
    }

    private static Panel saturatedSteps() {
        return cost("Steps", RunMetric.SATURATED_STEPS, Unit.STEPS);
    }

    private static Panel saturatedSeconds() {
        return cost("Time", RunMetric.SATURATED_SECONDS, Unit.SECONDS);
    }

    private static Panel saturatedJoules() {
        return cost("Energy", RunMetric.SATURATED_JOULES, Unit.JOULES);
    }

    private static Panel cost(String title, RunMetric metric, Unit unit) {
        return lines(title + " since saturation", metric.help() + " The line ends where the state does.", unit)
                .query(Query.range("A", compared(metric), "{{run}}").absent(NONE_SATURATED));
    }

    private static Panel absorption() {
        return lines(
                        "Absorption rate",
                        RunMetric.ABSORPTION.help() + " A run's colour goes by its name.",
                        Unit.NATS_PER_STEP)
                .query(Query.range("A", compared(RunMetric.ABSORPTION), "{{run}}")
                        .absent("in the first steps of runs"));
    }

    private static Panel utilization() {
        return lines("Of capacity", RunMetric.UTILIZATION.help() + " Near 1 little is left to gain.", Unit.PERCENT)
                .query(Query.range("A", compared(RunMetric.UTILIZATION), "{{run}}")
                        .absent("while no capacity can be told"));
    }

    private static Panel silence() {
        return lines(
                        "Silence",
                        "Time since each run's latest event, by the trainer's clock; finished runs are silent, too.",
                        Unit.SECONDS)
                .query(Query.range("A", "time() - " + compared(RunMetric.LAST_EVENT), "{{run}}"));
    }

    private static Panel heldOutGap() {
        return lines("Gap to held-out points", RunMetric.HELD_OUT_GAP.help(), Unit.NATS)
                .query(Query.range("A", compared(RunMetric.HELD_OUT_GAP), "{{run}}")
                        .absent("where no run is evaluated on held-out points"));
    }

    private static Panel silentRanks() {
        return lines("Silent ranks", RunMetric.SILENT_RANKS.help(), Unit.COUNT)
                .query(Query.range("A", compared(RunMetric.SILENT_RANKS), "{{run}}"));
    }

    private static Panel missingSteps() {
        return lines("Missing steps", RunMetric.MISSING_STEPS.help(), Unit.STEPS)
                .query(Query.range("A", compared(RunMetric.MISSING_STEPS), "{{run}}"));
    }
}
