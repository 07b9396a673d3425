package io.neuralentropy.standalone.cli;

import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.standalone.backtest.Backtest;
import io.neuralentropy.standalone.replay.Check;
import io.neuralentropy.standalone.replay.Source;
import io.neuralentropy.standalone.replay.StoredEvents;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "backtest",
        description = {
            "Says when a stored run would have changed its state under other settings of the verdicts, beside the present ones.",
            "Takes its events in their order into the monitor's own detectors; changes nothing."
        })
final class BacktestCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "RUN_OR_FILE",
            description =
                    "A file of events, one JSON object per line, packed where it ends in .gz; where there is no such"
                            + " file, the id of a run in Kafka.")
    private String stored;

    @Mixin
    private DetectorOptions detectors;

    @Option(
            names = "--present",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "Settings that the monitor runs under at present, given like those of --set (default: its"
                    + " defaults).")
    private List<String> present = new ArrayList<>();

    @Option(names = "--run", paramLabel = "ID", description = "Which run, where a file holds several.")
    private String run;

    @Mixin
    private StoredRunOptions kafka;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    BacktestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DetectorSettings other = detectors.settings();
        if (detectors.text().isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "say what to try: --set NAME=VALUE, such as --set delta=0.02");
        }
        boolean isFile = isFile();
        Backtest backtest = new Backtest(isFile ? run : stored, presentSettings(), other);
        if (isFile) {
            readFile(backtest);
        } else {
            readTopic(backtest);
        }
        BacktestText text = new BacktestText(backtest, String.join(" ", present), detectors.text());
        console.print(json ? text.json() : text.table());
        return 0;
    }

    private DetectorSettings presentSettings() {
        try {
            return Assignments.of(present);
        } catch (IllegalArgumentException mistake) {
            throw new ParameterException(command.commandLine(), "--present: " + mistake.getMessage(), mistake);
        }
    }

    private boolean isFile() {
        return exists() || !kafka.areGiven();
    }

    private void readFile(Backtest backtest) {
        if (!exists()) {
            throw new CliException("no such file: " + stored + ": name a file of JSON lines, or for a run in Kafka give"
                    + " its address by --bootstrap-servers");
        }
        Source source = Source.of(stored, console.in());
        Check check = StoredEvents.ofFile(source, backtest::take);
        if (check.refused() > 0) {
            check.faults().forEach(console::note);
            console.note(check.refused() + " lines of " + source + " are no valid events and were left out");
        }
        if (backtest.events() == 0) {
            throw new CliException(
                    run == null ? source + " holds no events" : "no events of the run " + run + " in " + source);
        }
        if (run == null && !backtest.furtherRuns().isEmpty()) {
            throw new CliException(source + " holds several runs (" + backtest.run() + ", "
                    + String.join(", ", backtest.furtherRuns()) + "): choose one by --run");
        }
    }

    private boolean exists() {
        try {
            return Files.exists(Path.of(stored));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private void readTopic(Backtest backtest) {
        StoredEvents.ofTopic(kafka.reachableClient(), kafka.timeout(), stored, backtest::take);
        if (backtest.events() == 0) {
            throw new CliException("Kafka at " + kafka.bootstrapServers() + " holds no events of a run " + stored
                    + ", and there is no file of that name");
        }
    }
}
