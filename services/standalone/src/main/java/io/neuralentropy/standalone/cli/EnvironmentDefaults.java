package io.neuralentropy.standalone.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The one precedence of settings: command line (and {@code @file}, which is part of it), then environment, then default.
 * A pure function of the map of the environment's variables; an empty value counts as not set.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
    static final String PREFIX = "NEURAL_ENTROPY_";
    /** Read by the launcher, not by a command. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of(PREFIX + "JAVA_OPTIONS");

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec ? valueOf((OptionSpec) argument) : null;
    }

    /** What the environment says of an option; null where nothing. */
    String valueOf(OptionSpec option) {
        if (option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String value = environment.get(variable(option));
        return value == null || value.isEmpty() ? null : value;
    }

    /** {@code --http-port} → {@code NEURAL_ENTROPY_HTTP_PORT}. */
    static String variable(OptionSpec option) {
        String name = option.longestName().replaceFirst("^-+", "");
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Variables with the prefix that no option of any command reads: most likely slips of the pen. */
    Set<String> unread(CommandLine root) {
        Set<String> unread = new TreeSet<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (variable.getKey().startsWith(PREFIX) && !variable.getValue().isEmpty()) {
                unread.add(variable.getKey());
            }
        }
        unread.removeAll(OF_THE_LAUNCHER);
        removeRead(root, unread);
        return unread;
    }

    private static void removeRead(CommandLine command, Set<String> variables) {
        command.getCommandSpec().options().forEach(option -> variables.remove(variable(option)));
        command.getSubcommands().values().forEach(sub -> removeRead(sub, variables));
    }
}
