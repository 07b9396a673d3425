package io.neuralentropy.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.neuralentropy.standalone.text.Durations;
import io.neuralentropy.standalone.text.Numbers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "runs",
        description = {"Lists the runs that a monitor knows.", "Entropies are in nats, with their standard errors."})
final class RunsCommand implements Callable<Integer> {
    private static final int OK = 200;

    private final Console console;

    @Mixin
    private MonitorAddress monitor;

    @Option(names = "--group", paramLabel = "TEXT", description = "Only runs of this group.")
    private String group;

    @Option(
            names = "--state",
            paramLabel = "NAME",
            split = ",",
            description = "Only runs in this state, or in one of several, separated by commas: warming-up, absorbing,"
                    + " saturated, declining, diverged, finished, failed; stalled: that is silent, whatever its state.")
    private List<String> states = new ArrayList<>();

    @Option(names = "--json", description = "Print the monitor's answer as it is.")
    private boolean json;

    RunsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StringJoiner answers = new StringJoiner(",", "[", "]").setEmptyValue("[]");
        ArrayNode runs = JsonNodeFactory.instance.arrayNode();
        for (String path = "/api/runs" + query(); path != null; ) {
            MonitorClient.Answer answer = monitor.client().get(path);
            ArrayNode part = read(answer);
            if (!part.isEmpty()) {
                answers.add(answer.body().strip().replaceAll("^\\[|]$", ""));
            }
            runs.addAll(part);
            path = answer.next();
        }
        console.print(json ? answers.toString() : table(runs));
        return 0;
    }

    private String query() {
        List<String> query = new ArrayList<>();
        if (group != null) {
            query.add("group=" + URLEncoder.encode(group, StandardCharsets.UTF_8));
        }
        states.forEach(state -> query.add("state=" + URLEncoder.encode(state, StandardCharsets.UTF_8)));
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    private ArrayNode read(MonitorClient.Answer answer) {
        JsonNode body = JsonText.parse(answer.body());
        if (answer.status() != OK && body.has("error")) {
            throw new CliException(body.path("error").asText());
        }
        if (answer.status() != OK || !body.isArray()) {
            throw new CliException("what answers at " + monitor.url() + " is no monitor (HTTP status " + answer.status()
                    + "): give the monitor's address by --monitor");
        }
        return (ArrayNode) body;
    }

    private String table(JsonNode runs) {
        if (runs.isEmpty()) {
            return group == null && states.isEmpty() ? "no runs yet" : "no such runs";
        }
        TextTable table =
                new TextTable("RUN", "GROUP", "STATE", "STEP", "S_NN", "S_LIN", "S_TOT", "η", "LOSS", "STEPS/S");
        table.alignLeft(0, 1, 2);
        runs.forEach(run -> table.row(
                run.path("run").asText(),
                run.path("group").asText("-"),
                state(run),
                steps(run),
                estimate(run.path("neuralEntropy")),
                estimate(run.path("learnedEntropy")),
                Numbers.text(JsonText.number(run.path("totalEntropy"))),
                estimate(run.path("encodingEfficiency")),
                Numbers.text(JsonText.number(run.path("loss"))),
                Numbers.text(JsonText.number(run.path("stepsPerSecond")))));
        return table + warnings(runs);
    }

    /** Below the table: what is wrong with what the runs send, and so with their numbers. */
    static String warnings(JsonNode runs) {
        StringBuilder lines = new StringBuilder();
        runs.forEach(run -> run.path("warnings")
                .forEach(warning -> lines.append('\n')
                        .append(run.path("run").asText())
                        .append(": ")
                        .append(warning.path("text").asText())
                        .append(" (× ")
                        .append(warning.path("count").asText())
                        .append(')')));
        return lines.toString();
    }

    /** With the silence beside it. */
    private static String state(JsonNode run) {
        String state = run.path("state").asText("-");
        if (run.has("silentFor")) {
            return state + ", silent for " + Durations.text(JsonText.number(run.path("silentFor")));
        }
        return run.has("paused") ? state + ", paused" : state;
    }

    private static String steps(JsonNode run) {
        String done = run.path("step").asText("0");
        return run.has("plannedSteps") ? done + "/" + run.path("plannedSteps").asText() : done;
    }

    private static String estimate(JsonNode estimate) {
        return Numbers.withError(
                JsonText.number(estimate.path("value")), JsonText.number(estimate.path("standardError")));
    }
}
