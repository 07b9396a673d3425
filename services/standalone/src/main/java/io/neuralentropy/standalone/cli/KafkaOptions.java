package io.neuralentropy.standalone.cli;

import picocli.CommandLine.Option;

/** How a command finds Kafka. */
final class KafkaOptions extends ClientOptions {
    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Kafka's address; several are separated by commas.")
    private String bootstrapServers;

    @Override
    String bootstrapServers() {
        return bootstrapServers;
    }
}
