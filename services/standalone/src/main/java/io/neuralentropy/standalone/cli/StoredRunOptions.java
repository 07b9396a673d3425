package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command that can do without Kafka finds the events of a run there. */
final class StoredRunOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka's address, to read a run's events from the topic.")
    private String bootstrapServers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties of Kafka's clients, such as those of SASL and TLS.")
    private Path clientProperties;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for Kafka (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    boolean areGiven() {
        return bootstrapServers != null;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    Duration timeout() {
        if (timeoutSeconds < 1) {
            throw new ParameterException(command.commandLine(), "--timeout must be at least 1: " + timeoutSeconds);
        }
        return Duration.ofSeconds(timeoutSeconds);
    }

    /** All that a client needs, of a Kafka that was seen to answer and to have the topics. */
    Map<String, Object> reachableClient() {
        Map<String, Object> client = new LinkedHashMap<>(KafkaOptions.read(clientProperties));
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        TopicSetup.ensure(client, TopicSettings.defaults(), timeout());
        return client;
    }
}
