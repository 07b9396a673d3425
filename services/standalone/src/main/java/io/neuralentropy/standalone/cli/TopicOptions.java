package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.topics.TopicSettings;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command makes topics that are not there yet. What is not given goes with any topic that is. */
final class TopicOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--topic-partitions",
            paramLabel = "N",
            description =
                    "Partitions of topics that are created, the bound of how many monitors and threads share the runs;"
                            + " topics that exist are left as they are (default: " + TopicSettings.DEFAULT_PARTITIONS
                            + ").")
    private Integer partitions;

    @Option(
            names = "--topic-replication",
            paramLabel = "N",
            description = "Copies of each partition of topics that are created (default: the broker's).")
    private Integer replication;

    @Option(
            names = "--topic-retention",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description =
                    "How long events, state changes and dead letters are kept, in topics that are created (default:"
                            + " 30d).")
    private Duration retention;

    TopicSettings settings() {
        try {
            TopicSettings settings = TopicSettings.defaults();
            settings = partitions == null ? settings : settings.partitions(partitions);
            settings = replication == null ? settings : settings.replication(replication);
            return retention == null ? settings : settings.retention(retention);
        } catch (IllegalArgumentException outOfRange) {
            throw new ParameterException(command.commandLine(), outOfRange.getMessage(), outOfRange);
        }
    }
}
