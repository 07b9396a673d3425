package io.neuralentropy.bench.load;

import io.neuralentropy.bench.Document;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets a run go on and prints how many bytes the monitor archives of it. */
@Command(
        name = "archive",
        description =
                "Starts a broker and a monitor in this JVM, and measures what is written of a live run to the topics of"
                        + " run metrics and run curves.",
        mixinStandardHelpOptions = true)
public final class ArchiveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--from",
            paramLabel = "STEP",
            defaultValue = "1000000",
            description = "How far the run is before it is measured, a multiple of 250 (default: ${DEFAULT-VALUE}).")
    private long from;

    @Option(
            names = "--rate",
            paramLabel = "PER_SECOND",
            defaultValue = "100",
            description = "Steps per second, at most 250 (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "180",
            description = "How long it is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Mixin
    private Document document;

    @Override
    public Integer call() {
        if (from < 250 || from % 250 != 0 || rate < 1 || rate > 250 || seconds < 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "--from must be a multiple of 250, --rate from 1 to 250, --seconds at least 1");
        }
        try (Whole whole = Whole.start()) {
            document.publish(ArchiveTable.of(RunHour.measure(whole, from, rate, seconds)), "archive");
        }
        return 0;
    }
}
