package io.neuralentropy.standalone.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this process: one KRaft node that is broker and controller. It is for one machine: everything
 * has one replica. A fault that Kafka deems fatal (a disk that fails) ends the process, as it ends Kafka's own.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    /** Between choosing a free port and binding it another program may take it. */
    private static final int ATTEMPTS = 3;

    private static final long CLOSE_MILLIS = 20_000;

    private final String bootstrapServers;
    private final String localServers;
    private final KafkaRaftServer server;
    private final DataDirectory data;
    private boolean closed;

    private EmbeddedBroker(String bootstrapServers, String localServers, KafkaRaftServer server, DataDirectory data) {
        this.bootstrapServers = bootstrapServers;
        this.localServers = localServers;
        this.server = server;
        this.data = data;
    }

    /**
     * Starts a broker; it answers when this returns. A directory without data is formatted.
     *
     * @throws BrokerException with one line that says what to do
     */
    public static EmbeddedBroker start(BrokerSettings settings) {
        DataDirectory data = DataDirectory.open(settings.data());
        try {
            return start(settings, data);
        } catch (RuntimeException failure) {
            data.close();
            throw failure;
        }
    }

    private static EmbeddedBroker start(BrokerSettings settings, DataDirectory data) {
        for (int attempt = 1; ; attempt++) {
            int port = Ports.resolve(settings.host(), settings.port());
            int controllerPort = Ports.resolve(BrokerSettings.LOOPBACK, 0);
            try {
                return launch(settings, port, controllerPort, data);
            } catch (RuntimeException failure) {
                if (attempt == ATTEMPTS || !isTakenPort(failure)) {
                    throw new BrokerException(
                            "the broker cannot start on " + settings.host() + ":" + port + " with the data in "
                                    + data.path() + ": " + rootCause(failure).getMessage(),
                            failure);
                }
            }
        }
    }

    private static EmbeddedBroker launch(BrokerSettings settings, int port, int controllerPort, DataDirectory data) {
        String bound = settings.host() + ":" + port;
        String advertised = settings.advertised() == null ? bound : settings.advertised();
        Properties properties = BrokerProperties.of(settings.host(), port, controllerPort, data.path(), advertised);
        String local = bound;
        if (!advertised.equals(bound)) {
            int localPort = Ports.resolve(BrokerSettings.LOOPBACK, 0);
            BrokerProperties.listenLocally(properties, localPort);
            local = BrokerSettings.LOOPBACK + ":" + localPort;
        }
        if (!data.isFormatted()) {
            format(properties);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException failure) {
            shutDown(server);
            throw failure;
        }
        return new EmbeddedBroker(bound, local, server, data);
    }

    private static void format(Properties properties) {
        Path file = null;
        try {
            file = Files.createTempFile("neural-entropy-broker-", ".properties");
            try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                properties.store(out, null);
            }
            runStorageTool(file);
        } catch (IOException failure) {
            throw new BrokerException("cannot write the broker's configuration: " + failure.getMessage(), failure);
        } finally {
            deleteQuietly(file);
        }
    }

    private static void runStorageTool(Path configuration) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] arguments = {
            "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", configuration.toString()
        };
        int code = StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new BrokerException("cannot format the broker's data directory: "
                    + said.toString(StandardCharsets.UTF_8).strip().replaceAll("\\s*\\R\\s*", "; "));
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            LOG.warn("cannot remove {}: {}", file, failure.toString());
        }
    }

    private static boolean isTakenPort(Throwable failure) {
        return chain(failure).stream().anyMatch(cause -> cause instanceof java.net.BindException);
    }

    private static Throwable rootCause(Throwable failure) {
        List<Throwable> chain = chain(failure);
        return chain.get(chain.size() - 1);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = failure; t != null && chain.size() < 32; t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }

    /** For clients: {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** For clients in this process, also where the advertised address is for others alone: {@code host:port}. */
    public String localServers() {
        return localServers;
    }

    /** Stops the broker within a bound of 20 s; removes the data where they are temporary. Does not throw. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        shutDown(server);
        data.close();
    }

    private static void shutDown(KafkaRaftServer server) {
        Thread worker = new Thread(
                () -> {
                    server.shutdown();
                    server.awaitShutdown();
                },
                "broker-shutdown");
        worker.setDaemon(true);
        worker.start();
        try {
            worker.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (worker.isAlive()) {
            LOG.warn("the broker did not stop within {} s", CLOSE_MILLIS / 1000);
        }
    }
}
