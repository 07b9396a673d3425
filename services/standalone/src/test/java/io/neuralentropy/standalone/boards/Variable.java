package io.neuralentropy.standalone.boards;

import io.neuralentropy.monitor.export.MonitorMeter;
import io.neuralentropy.monitor.export.RunMetric;
import java.util.List;
import java.util.Map;

/** What a reader chooses at the top of a board. All boards know all of them, so that links carry the whole selection. */
record Variable(String name, String label, String description, String values, boolean several, boolean shown) {
    private static final String STEP = RunMetric.STEP.metricName();

    static final Variable GROUP = new Variable(
            "group",
            "Group",
            "Groups of runs, as run.started names them.",
            "label_values(" + STEP + ", group)",
            true,
            true);
    static final Variable RUN = new Variable(
            "run", "Run", "The run to watch.", "label_values(" + STEP + "{group=~\"$group\"}, run)", false, true);
    static final Variable RUNS = new Variable(
            "runs", "Runs", "The runs to compare.", "label_values(" + STEP + "{group=~\"$group\"}, run)", true, true);
    static final Variable INSTANCE = new Variable(
            "instance",
            "Monitor",
            "Monitors, as Prometheus names its targets.",
            "label_values(" + MonitorMeter.ACCEPTED_STEPS.metricName() + ", instance)",
            true,
            true);

    static final List<Variable> ALL = List.of(GROUP, RUN, RUNS, INSTANCE);

    /** For boards that only pass it on. */
    Variable hidden() {
        return new Variable(name, label, description, values, several, false);
    }

    Map<String, Object> json() {
        Map<String, Object> json = Json.object(
                "name",
                name,
                "label",
                label,
                "description",
                description,
                "type",
                "query",
                "datasource",
                Board.DATA_SOURCE,
                "definition",
                values,
                "query",
                Json.object("qryType", 1, "query", values, "refId", "PrometheusVariableQueryEditor-VariableQuery"),
                "refresh",
                2,
                "sort",
                7,
                "hide",
                shown ? 0 : 2,
                "multi",
                several,
                "includeAll",
                several);
        if (several) {
            json.put("allValue", ".*");
            json.put("current", Json.object("selected", true, "text", List.of("All"), "value", List.of("$__all")));
        }
        return json;
    }

    /** Which Prometheus, so that no panel names one. */
    static Map<String, Object> dataSource() {
        return Json.object(
                "name", "datasource",
                "label", "Prometheus",
                "description", "The Prometheus that scrapes the monitors.",
                "type", "datasource",
                "query", "prometheus",
                "hide", 0);
    }
}
