package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.Origin;
import io.neuralentropy.standalone.replay.Export;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = {
            "Writes the events of a run in Kafka as JSON lines, or its curve as a monitor has it.",
            "Events keep their bytes and their order, so that a replay of the file makes the same run."
        })
final class ExportCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    private String run;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "File to write, packed where it ends in .gz; one that is there is replaced when all is"
                    + " written (default: standard output).")
    private Path output;

    @Mixin
    private StoredRunOptions kafka;

    @Option(names = "--curve", description = "Write the curve, one line per bucket of steps, instead of the events.")
    private boolean curve;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            converter = CurveLines.FormatName.class,
            description = "Of the curve: csv or jsonl (default: jsonl where the file is called so, else csv).")
    private CurveLines.Format format;

    @Mixin
    private MonitorAddress monitor;

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        checkUsage();
        try (ExportTarget target = new ExportTarget(output, console)) {
            if (curve) {
                CurveLines.Format wanted = format == null ? CurveLines.Format.of(output) : format;
                CurveLines.write(monitor.client(), run, wanted, target);
            } else {
                exportEvents(target);
            }
            target.complete();
        } catch (IOException unwritten) {
            throw new CliException(
                    "cannot write " + (output == null ? "to standard output" : output) + " (" + why(unwritten)
                            + "): check the directory, its permissions and the space left",
                    unwritten);
        }
        return 0;
    }

    private void checkUsage() {
        if (!Origin.isRunId(run)) {
            throw mistake("'" + run + "' is no id of a run: 1 to 128 of A-Z a-z 0-9 . _ -");
        }
        if (!curve && !kafka.areGiven()) {
            throw mistake("say where the run is: Kafka's address by --bootstrap-servers, or --curve for its curve in a"
                    + " monitor");
        }
        if (!curve && format == CurveLines.Format.CSV) {
            throw mistake("events are JSON lines; --format=csv goes with --curve");
        }
    }

    private ParameterException mistake(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private void exportEvents(ExportTarget target) throws IOException {
        Export export = new Export(kafka.reachableClient(), kafka.timeout(), run);
        ProgressBar bar = new ProgressBar(console, "events", System::nanoTime);
        try {
            export.run(target::write, bar::show);
        } finally {
            bar.clear();
        }
        if (export.refused() > 0) {
            console.note(Errors.PROGRAM + export.refused() + " records under the key " + run
                    + " are no valid events and were left out");
        }
        if (export.lines() == 0) {
            throw new CliException("Kafka at " + kafka.bootstrapServers() + " holds no events of a run " + run);
        }
    }

    private static String why(IOException unwritten) {
        String message = unwritten.getMessage();
        return message == null || message.indexOf(' ') < 0
                ? unwritten.getClass().getSimpleName()
                : message;
    }
}
