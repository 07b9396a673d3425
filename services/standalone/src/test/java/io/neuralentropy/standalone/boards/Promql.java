package io.neuralentropy.standalone.boards;

import io.neuralentropy.monitor.export.GroupMetric;
import io.neuralentropy.monitor.export.MonitorMeter;
import io.neuralentropy.monitor.export.RunMetric;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Expressions over the boards' variables. Series of runs are taken by run, without the instance that exports them: a run
 * that moves to another monitor stays one line.
 */
final class Promql {
    private static final String WATCHED = "{run=\"$run\"}";
    private static final String COMPARED = "{group=~\"$group\",run=~\"$runs\"}";

    private Promql() {}

    /** The run of the variable {@code run}. */
    static String watched(RunMetric metric) {
        return watched(metric.metricName());
    }

    static String watched(String metric) {
        return "max by (run) (" + metric + WATCHED + ")";
    }

    /** The runs of the variables {@code group} and {@code runs}. */
    static String compared(RunMetric metric) {
        return compared(metric.metricName());
    }

    static String compared(String metric) {
        return "max by (group, run) (" + metric + COMPARED + ")";
    }

    static String compared(GroupMetric metric) {
        return "max by (group) (" + metric.metricName() + "{group=~\"$group\"})";
    }

    /** {@link TrainingState#STALLED} as a number while the watched run is silent: beside its state. */
    static String watchedSilence() {
        return silence("run", WATCHED);
    }

    static String comparedSilence() {
        return silence("group, run", COMPARED);
    }

    private static String silence(String by, String selector) {
        return "(max by (" + by + ") (" + RunMetric.SILENT.metricName() + selector + ") > 0) * 0 + "
                + TrainingState.STALLED.ordinal();
    }

    /** The watched run's state as the ordinal of {@link TrainingState}. */
    static String watchedState() {
        return state("run", "run=\"$run\"");
    }

    static String comparedState() {
        return state("group, run", "group=~\"$group\",run=~\"$runs\"");
    }

    private static String state(String by, String selector) {
        return Arrays.stream(TrainingState.values())
                .filter(state -> state != TrainingState.STALLED)
                .map(state ->
                        RunMetric.STATE + "{" + selector + ",state=\"" + state.wireName() + "\"} * " + state.ordinal())
                .collect(Collectors.joining(" or ", "sum by (" + by + ") (", ")"));
    }

    /** 1 for the runs that are in a state. */
    static String in(TrainingState state) {
        return "max by (group, run) (" + RunMetric.STATE + "{group=~\"$group\",run=~\"$runs\",state=\""
                + state.wireName() + "\"}) == 1";
    }

    /** When the runs were last seen in another state than theirs, silent or not: ms since the epoch. */
    static String inStateSince() {
        String states = "max by (group, run, state) (" + RunMetric.STATE
                + COMPARED.replace("}", ",state!=\"" + TrainingState.STALLED.wireName() + "\"}") + ")";
        return "max by (group, run) ((max_over_time(timestamp(" + states + " == 0)[$__range:$__interval]) and ("
                + states + " == 1)) * 1000)";
    }

    /** Two quantities of each run as series that differ in the label {@code quantity}, to be set against each other. */
    static String against(String x, String y) {
        return named("x", x) + " or " + named("y", y);
    }

    static String named(String quantity, String promql) {
        return label(promql, "quantity", quantity);
    }

    static String label(String promql, String label, String value) {
        return "label_replace(" + promql + ", \"" + label + "\", \"" + value + "\", \"\", \"\")";
    }

    /** Per second, of the monitors of the variable {@code instance}. */
    static String rate(MonitorMeter meter, String by) {
        return rate(meter.metricName(), by);
    }

    static String rate(String counter, String by) {
        return "sum by (" + by + ") (rate(" + ofInstance(counter) + "[$__rate_interval]))";
    }

    static String increase(MonitorMeter meter, String by) {
        return "sum by (" + by + ") (increase(" + ofInstance(meter.metricName()) + "[$__range]))";
    }

    static String quantile(double quantile, MonitorMeter histogram) {
        return "histogram_quantile(" + quantile + ", " + rate(histogram.metricName() + "_bucket", "le") + ")";
    }

    static String ofInstance(String metric) {
        return metric + "{instance=~\"$instance\"}";
    }
}
