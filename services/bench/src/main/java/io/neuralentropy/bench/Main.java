package io.neuralentropy.bench;

import io.neuralentropy.bench.cost.CostCommand;
import io.neuralentropy.bench.crowd.CrowdCommand;
import io.neuralentropy.bench.estimator.EstimatorCommand;
import io.neuralentropy.bench.estimator.PaperRuleCommand;
import io.neuralentropy.bench.load.ArchiveCommand;
import io.neuralentropy.bench.load.LoadCommand;
import io.neuralentropy.bench.micro.MicroCommand;
import io.neuralentropy.bench.restore.RestoreCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code services/bench/run}. */
@Command(
        name = "run",
        description =
                "Measures Neural Entropy Monitor. Results are Markdown on standard output, progress is on standard"
                        + " error.",
        mixinStandardHelpOptions = true,
        subcommands = {
            MicroCommand.class,
            CostCommand.class,
            LoadCommand.class,
            ArchiveCommand.class,
            CrowdCommand.class,
            RestoreCommand.class,
            EstimatorCommand.class,
            PaperRuleCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
