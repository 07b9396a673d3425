package io.neuralentropy.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.neuralentropy.standalone.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/** A monitor's comparison as tables for people. */
final class ComparisonText {
    private static final String[] VALUES = {"RUN", "S_NN", "S_LIN", "η", "φ", "LOSS"};

    private final JsonNode comparison;
    private final List<String> tables = new ArrayList<>();

    ComparisonText(JsonNode comparison) {
        this.comparison = comparison;
        ends();
        for (String axis : new String[] {"steps", "samples", "seconds"}) {
            equal(axis, comparison.path("equal").path(axis));
        }
        reached("encodingEfficiency", "η");
        reached("neuralEntropy", "S_NN");
    }

    private void ends() {
        TextTable table = new TextTable(
                "RUN", "STATUS", "STEP", "SAMPLES", "SECONDS", "S_NN", "S_LIN", "S_TOT", "η", "φ", "LOSS");
        table.alignLeft(0, 1);
        comparison
                .path("runs")
                .forEach(run -> table.row(
                        run.path("run").asText(),
                        run.path("status").asText("-"),
                        run.path("step").asText("-"),
                        run.path("samples").asText("-"),
                        number(run, "seconds"),
                        estimate(run.path("neuralEntropy")),
                        estimate(run.path("learnedEntropy")),
                        number(run, "totalEntropy"),
                        estimate(run.path("encodingEfficiency")),
                        number(run, "learnedRatio"),
                        number(run, "loss")));
        add("as they are", table);
    }

    private void equal(String axis, JsonNode equal) {
        if (equal.isMissingNode()) {
            return;
        }
        TextTable table = new TextTable(VALUES);
        table.alignLeft(0);
        equal.path("runs")
                .forEach(run -> table.row(
                        run.path("run").asText(),
                        number(run, "neuralEntropy"),
                        number(run, "learnedEntropy"),
                        number(run, "encodingEfficiency"),
                        number(run, "learnedRatio"),
                        number(run, "loss")));
        add("at " + count(equal.path("at")) + " " + axis + " each", table);
    }

    private void reached(String level, String symbol) {
        TextTable table = new TextTable("RUN", symbol, "STEPS", "SAMPLES", "SECONDS");
        table.alignLeft(0);
        boolean isEmpty = true;
        for (JsonNode run : comparison.path("reached")) {
            for (JsonNode reach : run.path(level)) {
                isEmpty = false;
                table.row(
                        run.path("run").asText(),
                        reach.path("level").asText(),
                        count(reach.path("steps")),
                        count(reach.path("samples")),
                        number(reach, "seconds"));
            }
        }
        if (!isEmpty) {
            add("needed for " + symbol + ", - where it was never reached or is unknown", table);
        }
    }

    private void add(String title, TextTable table) {
        tables.add(title + System.lineSeparator() + table);
    }

    private static String number(JsonNode parent, String name) {
        return Numbers.text(JsonText.number(parent.path(name)));
    }

    private static String estimate(JsonNode estimate) {
        return Numbers.withError(
                JsonText.number(estimate.path("value")), JsonText.number(estimate.path("standardError")));
    }

    /** Steps and samples: whole. */
    private static String count(JsonNode number) {
        double value = JsonText.number(number);
        return Double.isNaN(value) ? "-" : Long.toString(Math.round(value));
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator() + System.lineSeparator(), tables);
    }
}
