package io.neuralentropy.standalone.cli;

import io.neuralentropy.standalone.reproduce.Experiment;
import io.neuralentropy.standalone.reproduce.Experiments;
import io.neuralentropy.standalone.reproduce.Page;
import io.neuralentropy.standalone.reproduce.Pictures;
import io.neuralentropy.standalone.reproduce.Report;
import io.neuralentropy.standalone.reproduce.ReproduceException;
import io.neuralentropy.standalone.reproduce.ResultStore;
import io.neuralentropy.standalone.reproduce.RunPlan;
import io.neuralentropy.standalone.reproduce.RunResult;
import io.neuralentropy.standalone.reproduce.Scope;
import io.neuralentropy.trainer.network.ComputeDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "reproduce",
        description = {
            "Runs an experiment of the paper through broker, monitor and trainer, and sets it beside the paper's numbers.",
            "Started again with the same directory it goes on where it was; runs that have ended are not run again.",
            "Experiments: learning-curves (S_NN against epochs), rates (of entropy production against diffusion time),",
            "storage-law (S_NN against the size of the data set), toy-gaussian (a known answer),",
            "objectives (what networks of different objectives store on the way), images (a U-Net on Fashion-MNIST)."
        })
final class ReproduceCommand implements Callable<Integer> {
    private final Console console;
    private final StopSignal stop;

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "NAME",
            description = "The experiment: learning-curves, rates, storage-law, toy-gaussian, objectives or images.")
    private String name;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results, table and picture are kept, and what is needed to go on (default:"
                    + " reproduction/NAME).")
    private Path out;

    @Option(names = "--quick", description = "Minutes instead of hours: fewer epochs.")
    private boolean quick;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "0",
            description = "Epochs of each run; 0: as the experiment has it (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--only",
            paramLabel = "RUN",
            split = ",",
            description = "Only these runs, such as vpx-d9, separated by commas (default: all).")
    private Set<String> only = new LinkedHashSet<>();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Runs of each kind, with seeds 1 to N (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads that share a batch (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--redraw", description = "Train nothing: table and picture of the results that are there.")
    private boolean redraw;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "A page in Markdown whose section of the experiment is written anew, such as"
                    + " docs/reproduction.md (default: none).")
    private Path page;

    @Mixin
    private DeviceOption device;

    ReproduceCommand(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        Path directory = out == null ? Path.of("reproduction", name) : out;
        Experiment experiment = usage(() -> Experiments.named(name));
        Scope scope = usage(() -> new Scope(quick, epochs, seeds, threads, only, directory.resolve("checkpoints")));
        List<RunPlan> plans = usage(() -> Experiments.wanted(experiment, scope));
        ResultStore store = new ResultStore(directory.resolve("results"));
        if (!redraw) {
            ComputeDevice on = device.checked();
            stop.listen();
            new Reproduction(console, stop, directory, store, on).run(plans);
            if (stop.isRequested()) {
                console.note("stopped; the same command goes on");
                return stop.exitCode();
            }
        }
        show(experiment, results(store, plans), directory);
        return 0;
    }

    /** What is wrong with the command line itself. */
    private <T> T usage(Supplier<T> part) {
        try {
            return part.get();
        } catch (ReproduceException wrong) {
            throw new ParameterException(command.commandLine(), wrong.getMessage(), wrong);
        }
    }

    /** To redraw, whatever there is of the kinds of runs that are wanted; else just what was run. */
    private List<RunResult> results(ResultStore store, List<RunPlan> plans) {
        Set<String> variants = plans.stream().map(RunPlan::variant).collect(Collectors.toSet());
        List<RunResult> results = redraw
                ? store.all().stream()
                        .filter(result -> variants.contains(result.variant()))
                        .toList()
                : plans.stream().flatMap(plan -> store.ended(plan).stream()).toList();
        if (results.isEmpty()) {
            throw new CliException("no run has ended yet: leave --redraw out to run them");
        }
        return results;
    }

    private void show(Experiment experiment, List<RunResult> results, Path directory) {
        Report report = experiment.report(results);
        console.print(report.markdown());
        Path picture = directory.resolve(experiment.name() + ".png");
        Path table = directory.resolve(experiment.name() + ".md");
        try {
            Files.writeString(table, report.markdown() + "\n");
        } catch (IOException problem) {
            throw new CliException("cannot write " + table + " (" + problem.getMessage() + ")", problem);
        }
        Pictures.write(report, picture);
        console.print("");
        console.print("picture  " + picture);
        console.print("table    " + table);
        if (page != null) {
            new Page(page).write(experiment.name(), report, picture);
            console.print("page     " + page);
        }
    }
}
