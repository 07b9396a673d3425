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

/** How a command's clients reach Kafka, but for the address: whether one must be given depends on the command. */
abstract class ClientOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command;

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

    abstract String bootstrapServers();

    final Duration timeout() {
        if (timeoutSeconds < 1) {
            throw new ParameterException(command.commandLine(), "--timeout must be at least 1: " + timeoutSeconds);
        }
        return Duration.ofSeconds(timeoutSeconds);
    }

    /** All that a client needs: the file's properties and the address. */
    final Map<String, Object> clientConfig() {
        Map<String, Object> config = new LinkedHashMap<>(properties());
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        return config;
    }

    /** The file's properties, without the address; none where there is no file. */
    final Map<String, Object> properties() {
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
}
