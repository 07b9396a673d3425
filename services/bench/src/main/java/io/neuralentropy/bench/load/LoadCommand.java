package io.neuralentropy.bench.load;

import io.neuralentropy.bench.Document;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Loads the whole and prints how fast it is. */
@Command(
        name = "load",
        description =
                "Starts a broker and a monitor in this JVM, sends steps as fast as they go in, then at a modest rate.",
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "300000",
            description = "Events sent as fast as they go in (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--runs",
            paramLabel = "R",
            defaultValue = "4",
            description = "Runs that they belong to (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Events sent before, not counted (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--rate",
            paramLabel = "PER_SECOND",
            defaultValue = "100",
            description = "Events per second while latency is measured (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "20",
            description = "How long latency is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Mixin
    private Document document;

    @Override
    public Integer call() {
        if (runs < 1 || events < runs || warmUp < runs || rate < 1 || seconds < 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "--runs, --rate and --seconds must be at least 1, --events and --warm-up at least --runs");
        }
        try (Whole whole = Whole.start()) {
            Throughput.measure(whole, "warm-up", warmUp, runs);
            Throughput throughput = Throughput.measure(whole, "load", events, runs);
            Latency latency = Latency.measure(whole, "latency", rate, seconds * rate);
            document.publish(LoadTable.of(throughput, latency), "load");
        }
        return 0;
    }
}
