package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.emitter.EmitterException;
import io.neuralentropy.events.topics.TopicSetupException;
import io.neuralentropy.monitor.MonitorException;
import io.neuralentropy.monitor.web.WebStartException;
import io.neuralentropy.standalone.broker.BrokerException;
import io.neuralentropy.standalone.replay.ReplayException;
import io.neuralentropy.standalone.reproduce.ReproduceException;
import io.neuralentropy.trainer.TrainingException;
import io.neuralentropy.trainer.data.DataSetException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a user sees when something goes wrong: one line on standard error that says what to do. A stack trace only with
 * {@code --verbose}.
 */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    static final String PROGRAM = "neural-entropy: ";

    /** Their messages are written for users. */
    private static final Set<Class<? extends Exception>> FOR_USERS = Set.of(
            CliException.class,
            BrokerException.class,
            ReplayException.class,
            ReproduceException.class,
            TopicSetupException.class,
            EmitterException.class,
            MonitorException.class,
            WebStartException.class,
            TrainingException.class,
            DataSetException.class);

    private final EnvironmentDefaults environment;

    Errors(EnvironmentDefaults environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(PROGRAM + oneLine(failure.getMessage()) + origin(failure) + suggestion(failure) + " (see "
                + command.getCommandSpec().qualifiedName() + " --help)");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println(PROGRAM + describe(failure));
        if (Cli.isVerbose(command)) {
            failure.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String describe(Exception failure) {
        if (FOR_USERS.stream().anyMatch(type -> type.isInstance(failure))) {
            return oneLine(failure.getMessage());
        }
        return "this should not have happened: " + oneLine(failure.toString())
                + " (run it again with --verbose for the details)";
    }

    /** A value that nobody typed comes from the environment: say so. */
    private String origin(ParameterException failure) {
        if (failure.getArgSpec() instanceof OptionSpec && !(failure instanceof MissingParameterException)) {
            OptionSpec option = (OptionSpec) failure.getArgSpec();
            String value = environment.valueOf(option);
            if (value != null && value.equals(failure.getValue())) {
                return " (from " + EnvironmentDefaults.variable(option) + ")";
            }
        }
        return "";
    }

    private static String suggestion(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException)) {
            return "";
        }
        String typed = ((UnmatchedArgumentException) failure).getUnmatched().get(0);
        if (typed.startsWith("@")) {
            return ": there is no such file of options";
        }
        Set<String> words =
                new TreeSet<>(failure.getCommandLine().getSubcommands().keySet());
        words.addAll(failure.getCommandLine().getCommandSpec().optionsMap().keySet());
        return Suggestion.nearest(typed.replaceFirst("=.*", ""), words)
                .map(word -> ": did you mean " + word + "?")
                .orElse("");
    }

    static String oneLine(String text) {
        return String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
