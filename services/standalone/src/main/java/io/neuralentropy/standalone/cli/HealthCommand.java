package io.neuralentropy.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "health",
        description = "Says whether a monitor is ready: exit code 0, or 1 with the cause on standard error.")
final class HealthCommand implements Callable<Integer> {
    private static final int OK = 200;

    private final Console console;

    @Mixin
    private MonitorAddress monitor;

    HealthCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MonitorClient.Answer answer = monitor.client().get("/readyz");
        if (answer.status() == OK) {
            console.print("ready");
            return 0;
        }
        JsonNode body = JsonText.parse(answer.body());
        String cause = body.path("cause").asText("HTTP status " + answer.status());
        throw new CliException("the monitor at " + monitor.url() + " is not ready: " + cause);
    }
}
