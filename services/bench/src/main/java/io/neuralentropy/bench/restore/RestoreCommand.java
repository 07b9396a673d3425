package io.neuralentropy.bench.restore;

import io.neuralentropy.bench.Document;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how a monitor with many runs comes back, and prints it. */
@Command(
        name = "restore",
        description =
                "Fills a monitor with runs, then starts it again in each way that it may come back; it runs in a process of its"
                        + " own, the broker in this one.",
        mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {
    private static final int MAX_RUNS = 1000;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--runs",
            paramLabel = "R",
            defaultValue = "1000",
            description = "Runs, 1 to 1000, a monitor's default bound (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Steps of each (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--columns",
            paramLabel = "N",
            defaultValue = "32",
            description = "Steps per event, 1 to 1024 (default: ${DEFAULT-VALUE}).")
    private int columns;

    @Mixin
    private Document document;

    @Override
    public Integer call() {
        if (runs < 1 || runs > MAX_RUNS || columns < 1 || columns > 1024 || steps < columns) {
            throw new ParameterException(
                    command.commandLine(), "--runs must be 1 to 1000, --columns 1 to 1024, --steps at least --columns");
        }
        document.publish(RestoreTable.of(Restores.measure(runs, steps / columns * columns, columns)), "restore");
        return 0;
    }
}
