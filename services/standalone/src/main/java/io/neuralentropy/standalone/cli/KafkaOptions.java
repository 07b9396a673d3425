package io.neuralentropy.standalone.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command finds Kafka. */
final class KafkaOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Kafka's address; several are separated by commas.")
    private String bootstrapServers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties of Kafka's clients, such as those of SASL and TLS: secrets do not belong on a"
                    + " command line.")
    private Path clientProperties;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for Kafka (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    String bootstrapServers() {
        return bootstrapServers;
    }

    Duration timeout() {
        if (timeoutSeconds < 1) {
            throw new ParameterException(command.commandLine(), "--timeout must be at least 1: " + timeoutSeconds);
        }
        return Duration.ofSeconds(timeoutSeconds);
    }

    /** The file's properties, without the address. */
    Map<String, Object> properties() {
        return read(clientProperties);
    }

    /** The properties of a file; none where it is null. */
    static Map<String, Object> read(Path clientProperties) {
        if (clientProperties == null) {
            return Map.of();
        }
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(clientProperties, StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException failure) {
            throw new CliException(
                    "cannot read the properties file " + clientProperties + " ("
                            + failure.getClass().getSimpleName() + "): give a readable file of lines key=value",
                    failure);
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        return properties;
    }

    /** All that a client needs: the file's properties and the address. */
    Map<String, Object> clientConfig() {
        Map<String, Object> config = new LinkedHashMap<>(properties());
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return config;
    }
}
