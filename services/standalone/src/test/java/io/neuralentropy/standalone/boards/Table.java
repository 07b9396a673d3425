package io.neuralentropy.standalone.boards;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of now: a row per set of labels, a column per query. */
final class Table {
    private static final String A_RUN_TO_ITS_BOARD =
            "/d/" + Boards.RUN_UID + "?var-run=${__value.raw:percentencode}&${group:queryparam}&${runs:queryparam}"
                    + "&${instance:queryparam}&${datasource:queryparam}&${__url_time_range}";

    private final Panel panel;
    private final Map<String, Object> names = new LinkedHashMap<>();
    private final Map<String, Object> order = new LinkedHashMap<>();

    /** @param labels the columns that name a row; of {@code run} each leads to its board */
    Table(String title, String description, String... labels) {
        panel = new Panel("table", title, description, Unit.TEXT)
                .standard("color", Json.object("mode", "thresholds"))
                .standard("noValue", "–")
                .custom("align", "auto")
                .custom("filterable", true)
                .option("showHeader", true)
                .option("frameIndex", 0)
                .option("cellHeight", "sm")
                .size(24, 9);
        for (String label : labels) {
            order.put(label, order.size());
        }
        if (order.containsKey("run")) {
            panel.override(
                    "byName",
                    "run",
                    "links",
                    List.of(Json.object("title", "Watch ${__value.text}", "url", A_RUN_TO_ITS_BOARD)));
        }
    }

    Table column(String name, Unit unit, String promql) {
        return column(name, unit, promql, null);
    }

    /** @param absence when no row has it */
    Table column(String name, Unit unit, String promql, String absence) {
        String refId = Character.toString((char) ('A' + panel.queries().size()));
        Query query = Query.rows(refId, promql);
        panel.query(absence == null ? query : query.absent(absence));
        names.put("Value #" + refId, name);
        order.put("Value #" + refId, order.size());
        panel.override("byName", name, "unit", unit.grafana());
        return this;
    }

    /** States by name and colour. */
    Table stateColumn(String name, String promql) {
        column(name, Unit.TEXT, promql);
        panel.override(
                "byName",
                name,
                "mappings",
                Panels.stateNames(),
                "custom.cellOptions",
                Json.object("type", "color-text"));
        return this;
    }

    /** @param hidden labels that are not shown */
    Panel build(String sortedBy, String... hidden) {
        if (panel.queries().size() == 1) {
            // Grafana then leaves the letter out
            names.put("Value", names.remove("Value #A"));
            order.put("Value", order.remove("Value #A"));
        }
        Map<String, Object> excluded = new LinkedHashMap<>();
        excluded.put("Time", true);
        for (String label : hidden) {
            excluded.put(label, true);
        }
        return panel.option("sortBy", List.of(Json.object("displayName", sortedBy, "desc", false)))
                .transform("merge")
                .transform("organize", "excludeByName", excluded, "indexByName", order, "renameByName", names);
    }
}
