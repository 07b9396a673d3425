package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.topics.TopicSetup;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a command that can do without Kafka finds the events of a run there. */
final class StoredRunOptions extends ClientOptions {
    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka's address, to read a run's events from the topic.")
    private String bootstrapServers;

    boolean areGiven() {
        return bootstrapServers != null;
    }

    @Override
    String bootstrapServers() {
        return bootstrapServers;
    }

    /** All that a client needs, of a Kafka that was seen to answer and to have the topic of events. */
    Map<String, Object> reachableClient() {
        Map<String, Object> client = clientConfig();
        TopicSetup.check(client, timeout());
        return client;
    }
}
