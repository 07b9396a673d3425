package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.emitter.EmitterSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a training keeps of its events while Kafka is away or slow. */
final class EmitterOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--event-memory",
            paramLabel = "MIB",
            defaultValue = "" + EmitterSettings.DEFAULT_MEMORY_MEBIBYTES,
            description =
                    "Memory for events that wait for Kafka, in mebibytes; when it is full the newest are given up and"
                            + " counted. Kafka's producer takes 16 more (default: ${DEFAULT-VALUE}).")
    private int memory;

    /** All that an emitter needs. */
    EmitterSettings settings(ClientOptions kafka) {
        try {
            return EmitterSettings.to(kafka.bootstrapServers())
                    .producer(kafka.clientConfig())
                    .memoryBytes((long) memory << 20);
        } catch (IllegalArgumentException outOfRange) {
            throw new ParameterException(command.commandLine(), outOfRange.getMessage(), outOfRange);
        }
    }
}
