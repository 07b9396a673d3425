package io.neuralentropy.standalone.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: its commands, and what is common to all of them. */
public final class Cli {
    private static final int HELP_WIDTH = 110;

    private final Console console;
    private final EnvironmentDefaults environment;
    private final CommandLine root;

    public Cli(Map<String, String> environment, Console console, StopSignal stop) {
        this.console = console;
        this.environment = new EnvironmentDefaults(environment);
        this.root = new CommandLine(new Root());
        root.addSubcommand(new DemoCommand(console, stop));
        root.addSubcommand(new TrainCommand(console, stop));
        root.addSubcommand(new SampleCommand(console));
        root.addSubcommand(new BoundsCommand(console));
        root.addSubcommand(new MonitorCommand(console, stop));
        root.addSubcommand(new BrokerCommand(console, stop));
        root.addSubcommand(new ReplayCommand(console));
        root.addSubcommand(new ExportCommand(console));
        root.addSubcommand(new BacktestCommand(console));
        root.addSubcommand(new ReproduceCommand(console, stop));
        root.addSubcommand(new RunsCommand(console));
        root.addSubcommand(new CompareCommand(console));
        root.addSubcommand(new HealthCommand(console));
        settle();
    }

    private void settle() {
        Errors errors = new Errors(environment);
        root.setOut(console.out());
        root.setErr(console.err());
        root.setDefaultValueProvider(environment);
        root.setParameterExceptionHandler(errors);
        root.setExecutionExceptionHandler(errors);
        root.setExecutionStrategy(this::run);
        root.setUsageHelpWidth(HELP_WIDTH);
        root.setAbbreviatedOptionsAllowed(false);
        describe(root);
        root.getSubcommands().values().forEach(Cli::describe);
    }

    private static void describe(CommandLine command) {
        command.getCommandSpec()
                .mixinStandardHelpOptions(true)
                .versionProvider(new Version())
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes())
                .footer(
                        "",
                        "Each option can also be set in the environment, --http-port as NEURAL_ENTROPY_HTTP_PORT and"
                                + " so",
                        "on; the command line wins. Options can be read from a file: @FILE.");
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "done");
        codes.put("1", "failed");
        codes.put("2", "wrong usage");
        return codes;
    }

    /** Runs one command; the exit code of the process. */
    public int execute(String... arguments) {
        return root.execute(arguments);
    }

    CommandLine commandLine() {
        return root;
    }

    private int run(ParseResult parsed) {
        Set<String> unread = environment.unread(root);
        if (!unread.isEmpty()) {
            console.note(Errors.PROGRAM + "warning: no option reads " + String.join(", ", unread));
        }
        Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.setLevel(isVerbose(root) ? Level.INFO : Level.WARN);
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (NoClassDefFoundError missing) {
            throw new ExecutionException(root, "left out", leftOut(parsed, missing));
        }
    }

    /** A container's image holds the libraries of one service alone. */
    private static CliException leftOut(ParseResult parsed, NoClassDefFoundError missing) {
        return new CliException(
                "this installation leaves out what '"
                        + parsed.subcommand().commandSpec().name() + "' needs (" + missing.getMessage()
                        + "): take the image of that service, or a checkout of the source",
                missing);
    }

    static boolean isVerbose(CommandLine command) {
        CommandLine top = command;
        while (top.getParent() != null) {
            top = top.getParent();
        }
        return ((Root) top.getCommand()).verbose;
    }

    @Command(
            name = "neural-entropy",
            description = "Shows how much a diffusion model has learned, and whether it is still learning.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class Root implements Runnable {
        @Spec
        private CommandSpec spec;

        @Option(
                names = "--verbose",
                scope = ScopeType.INHERIT,
                description = "More log lines, and stack traces of errors.")
        private boolean verbose;

        @Override
        public void run() {
            throw new ParameterException(
                    spec.commandLine(),
                    "name a command: " + String.join(", ", spec.subcommands().keySet()));
        }
    }

    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Cli.class.getPackage().getImplementationVersion();
            return new String[] {"neural-entropy " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
