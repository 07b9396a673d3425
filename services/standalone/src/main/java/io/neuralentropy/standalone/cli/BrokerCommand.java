package io.neuralentropy.standalone.cli;

import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "broker",
        description = {
            "Runs a Kafka broker for one machine until it is stopped (Ctrl-C or SIGTERM; exit code 0).",
            "Prints one line with its address when it answers."
        })
final class BrokerCommand implements Callable<Integer> {
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

    BrokerCommand(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    @Override
    public Integer call() {
        stop.listen();
        try (EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(host, port, data, advertised))) {
            console.print("Kafka broker listening on " + broker.bootstrapServers());
            stop.await();
        }
        return 0;
    }
}
