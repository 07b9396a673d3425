package io.neuralentropy.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        description = {
            "Sets runs side by side: now or at their ends, at equal steps, samples and seconds, and what each needed.",
            "Entropies are in nats; η = S_NN / S_tot, φ = S_lin / S_tot."
        })
final class CompareCommand implements Callable<Integer> {
    private static final int OK = 200;

    private final Console console;

    @Mixin
    private MonitorAddress monitor;

    @Parameters(arity = "2..*", paramLabel = "RUN", description = "Ids of the runs, two or more.")
    private List<String> runs;

    @Option(
            names = "--efficiency",
            paramLabel = "RATIO",
            split = ",",
            description = "Efficiencies η to look for, separated by commas (default: 0.5,0.9,0.95).")
    private List<Double> efficiencies = new ArrayList<>();

    @Option(
            names = "--entropy",
            paramLabel = "NATS",
            split = ",",
            description = "Neural entropies S_NN to look for, separated by commas.")
    private List<Double> entropies = new ArrayList<>();

    @Option(names = "--json", description = "Print the monitor's answer as it is.")
    private boolean json;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MonitorClient.Answer answer = monitor.client().get("/api/compare?" + query());
        JsonNode body = JsonText.parse(answer.body());
        if (answer.status() != OK && body.has("error")) {
            throw new CliException(body.path("error").asText());
        }
        if (answer.status() != OK || !body.path("runs").isArray()) {
            throw new CliException("what answers at " + monitor.url() + " is no monitor that compares (HTTP status "
                    + answer.status() + "): give the monitor's address by --monitor");
        }
        console.print(json ? answer.body() : new ComparisonText(body).toString());
        return 0;
    }

    private String query() {
        List<String> query = new ArrayList<>();
        runs.forEach(run -> query.add("run=" + URLEncoder.encode(run, StandardCharsets.UTF_8)));
        efficiencies.forEach(level -> query.add("efficiency=" + level));
        entropies.forEach(level -> query.add("entropy=" + level));
        return String.join("&", query);
    }
}
