package io.neuralentropy.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.neuralentropy.standalone.text.Numbers;
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

    @Option(names = "--json", description = "Print the monitor's answer as it is.")
    private boolean json;

    RunsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MonitorClient.Answer answer = monitor.client().get("/api/runs");
        JsonNode runs = JsonText.parse(answer.body());
        if (answer.status() != OK || !runs.isArray()) {
            throw new CliException("what answers at " + monitor.url() + " is no monitor (HTTP status " + answer.status()
                    + "): give the monitor's address by --monitor");
        }
        console.print(json ? answer.body() : table(runs));
        return 0;
    }

    private static String table(JsonNode runs) {
        if (runs.isEmpty()) {
            return "no runs yet";
        }
        TextTable table =
                new TextTable("RUN", "GROUP", "STATUS", "STEP", "S_NN", "S_LIN", "S_TOT", "η", "LOSS", "STEPS/S");
        table.alignLeft(0, 1, 2);
        runs.forEach(run -> table.row(
                run.path("run").asText(),
                run.path("group").asText("-"),
                run.path("status").asText("-"),
                steps(run),
                estimate(run.path("neuralEntropy")),
                estimate(run.path("learnedEntropy")),
                Numbers.text(JsonText.number(run.path("totalEntropy"))),
                estimate(run.path("encodingEfficiency")),
                Numbers.text(JsonText.number(run.path("loss"))),
                Numbers.text(JsonText.number(run.path("stepsPerSecond")))));
        return table.toString();
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
