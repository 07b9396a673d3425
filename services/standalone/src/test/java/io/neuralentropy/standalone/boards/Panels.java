package io.neuralentropy.standalone.boards;

import io.neuralentropy.monitor.snapshot.TrainingState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Panels of each kind, with the looks that all of that kind share. What is unknown stays a gap. */
final class Panels {
    private static final List<Object> NO_THRESHOLDS = List.of(Json.object("color", Colour.BLUE.hex(), "value", null));

    private Panels() {}

    /** Lines over time; a name keeps its colour on every panel and board. */
    static Panel lines(String title, String description, Unit unit) {
        return new Panel("timeseries", title, description, unit)
                .standard("color", Json.object("mode", "palette-classic-by-name"))
                .custom("drawStyle", "line")
                .custom("lineWidth", 1)
                .custom("fillOpacity", 0)
                .custom("showPoints", "auto")
                .custom("spanNulls", false)
                .option("legend", legend())
                .option("tooltip", Json.object("mode", "multi", "sort", "desc"));
    }

    private static Map<String, Object> legend() {
        return Json.object("displayMode", "list", "placement", "bottom", "showLegend", true, "calcs", List.of());
    }

    /** One number of now. */
    static Panel number(String title, String description, Unit unit) {
        return new Panel("stat", title, description, unit)
                .colour(Colour.BLUE)
                .option("reduceOptions", Json.object("calcs", List.of("lastNotNull"), "fields", "", "values", false))
                .option("colorMode", "value")
                .option("graphMode", "none")
                .option("justifyMode", "auto")
                .option("textMode", "value")
                .option("wideLayout", true)
                .option("showPercentChange", false)
                .option("percentChangeColorMode", "standard")
                .option("orientation", "auto")
                .size(3, 4);
    }

    /** A run's state of now, in its colour. */
    static Panel state(String title, String description) {
        return inStateColours(number(title, description, Unit.TEXT)).option("colorMode", "background");
    }

    /** States over time. */
    static Panel states(String title, String description) {
        return inStateColours(new Panel("state-timeline", title, description, Unit.TEXT))
                .custom("fillOpacity", 80)
                .custom("lineWidth", 0)
                .option("mergeValues", true)
                .option("showValue", "auto")
                .option("alignValue", "left")
                .option("rowHeight", 0.9)
                .option("legend", legend())
                .option("tooltip", Json.object("mode", "single", "sort", "none"));
    }

    private static Panel inStateColours(Panel panel) {
        return panel.standard("color", Json.object("mode", "thresholds"))
                .standard("thresholds", Json.object("mode", "absolute", "steps", NO_THRESHOLDS))
                .standard("mappings", stateNames());
    }

    /** From {@link TrainingState}'s ordinal to its name and colour. */
    static List<Object> stateNames() {
        Map<String, Object> names = new LinkedHashMap<>();
        for (TrainingState state : TrainingState.values()) {
            names.put(
                    Integer.toString(state.ordinal()),
                    Json.object(
                            "text", state.wireName(), "color", Colour.of(state).hex(), "index", state.ordinal()));
        }
        return List.of(Json.object("type", "value", "options", names));
    }

    /** One row of cells per series, over time. */
    static Panel heatMap(String title, String description, Unit unit, String axis) {
        return new Panel("heatmap", title, description, unit)
                .standard("color", Json.object("mode", "thresholds"))
                .custom("scaleDistribution", Json.object("type", "linear"))
                .option("calculate", false)
                .option("cellGap", 0)
                .option(
                        "color",
                        Json.object(
                                "mode",
                                "scheme",
                                "scheme",
                                "Viridis",
                                "scale",
                                "linear",
                                "fill",
                                Colour.BLUE.hex(),
                                "exponent",
                                0.5,
                                "reverse",
                                false,
                                "steps",
                                64))
                .option("rowsFrame", Json.object("layout", "unknown"))
                .option("cellValues", Json.object("unit", unit.grafana()))
                .option("yAxis", Json.object("axisLabel", axis, "axisPlacement", "left", "reverse", false))
                .option("exemplars", Json.object("color", Colour.RED.hex()))
                .option("legend", Json.object("show", true))
                .option("showValue", "never")
                .option("tooltip", Json.object("mode", "single", "yHistogram", false, "showColorScale", true));
    }

    /**
     * One quantity against another, a series per run: queries are of {@link Promql#against}. An XY chart knows fixed colours
     * and a palette by position only, so that a run has the same colour on those panels whose runs are the same.
     */
    static Panel against(String title, String description, Unit unit, String xAxis, Unit xUnit) {
        return new Panel("xychart", title, description, unit)
                .standard("color", Json.object("mode", "palette-classic"))
                .custom("show", "lines")
                .custom("lineWidth", 1)
                .custom("pointSize", Json.object("fixed", 6))
                .custom("axisPlacement", "auto")
                .override("byName", "x", "unit", xUnit.grafana(), "custom.axisLabel", xAxis)
                .transform("labelsToFields", "mode", "columns", "valueLabel", "quantity")
                .transform("merge")
                .transform("partitionByValues", "fields", List.of("run"), "keepFields", false)
                .option("mapping", "auto")
                .option("series", List.of(Json.object("x", byName("x"), "y", byName("y"))))
                .option("legend", legend())
                .option("tooltip", Json.object("mode", "single", "sort", "none"));
    }

    private static Map<String, Object> byName(String field) {
        return Json.object("matcher", Json.object("id", "byName", "options", field));
    }
}
