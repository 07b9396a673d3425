package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "broker",
        description = {
            "Runs a Kafka broker for one machine until it is stopped (Ctrl-C or SIGTERM; exit code 0).",
            "Prints one line with its address when it answers and has the topics."
        })
final class BrokerCommand implements Callable<Integer> {
    /** How long the broker may take for its own topics. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Console console;
    private final StopSignal stop;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = BrokerSettings.LOOPBACK,
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = Port.class,
            defaultValue = "9092",
            description = "Port to listen on; 0 picks a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory that keeps the data from start to start (default: a temporary one, removed at the"
                    + " end).")
    private Path data;

    @Option(
            names = "--advertised",
            paramLabel = "HOST:PORT",
            description =
                    "Address told to clients, where it is not the one listened on (a container's published port).")
    private String advertised;

    @Mixin
    private TopicOptions topics;

    BrokerCommand(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        TopicSettings settings = topics.settings();
        stop.listen();
        try (EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(host, port, data, advertised))) {
            TopicSetup.ensure(
                    Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.localServers()), settings, PATIENCE);
            console.print("Kafka broker listening on " + broker.bootstrapServers());
            stop.await();
        }
        return 0;
    }
}
