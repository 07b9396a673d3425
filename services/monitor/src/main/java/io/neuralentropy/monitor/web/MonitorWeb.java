package io.neuralentropy.monitor.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinLogger;
import io.neuralentropy.monitor.snapshot.ArchivedRuns;
import io.neuralentropy.monitor.snapshot.Groups;
import io.neuralentropy.monitor.snapshot.Snapshots;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The monitor's HTTP server: {@code /metrics}, {@code /api}, {@code /healthz}, {@code /readyz}, {@code /openapi.json}
 * and the page at {@code /}. Read-only; answers this machine alone unless told otherwise.
 */
public final class MonitorWeb implements AutoCloseable {
    /** Scrapes and a few open pages; a bound so that a crowd cannot take the machine from the training. */
    private static final int MOST_THREADS = 16;

    /** A connection on which nothing happens is closed. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    static final int MOST_CONNECTIONS = 256;

    /** A response must be read in this time, and one second more for so many bytes. */
    private static final Duration READ_GRACE = Duration.ofSeconds(10);

    private static final long READ_BYTES_PER_SECOND = 32 << 10;

    /** What clients have not read yet takes no more than this. */
    private static final int PENDING_SHARE_OF_HEAP = 16;

    private static final long LEAST_PENDING_BYTES = 16 << 20;

    private final Javalin server;

    private MonitorWeb(Javalin server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param live the runs that this instance owns
     * @param archived every run that was ever written down, also by other instances
     * @param groups the groups of runs that this instance owns
     * @throws WebStartException if the address is in use or not of this machine
     */
    public static MonitorWeb start(
            WebSettings settings,
            Snapshots live,
            ArchivedRuns archived,
            Groups groups,
            Health health,
            ScrapeHandler scrape) {
        JavalinLogger.startupInfo = false;
        Javalin server = Javalin.create(config -> {
            http(config, settings);
            new Entrance(new HostGate(settings)).register(config);
            register(new Routes(config.routes), new AllRuns(live, archived), groups, health, scrape);
        });
        try {
            JavalinLogger.enabled = false; // what goes wrong here is thrown, in words; it would log a stack trace
            return new MonitorWeb(server.start());
        } catch (RuntimeException e) {
            server.stop();
            throw new WebStartException(explain(settings), e);
        } finally {
            JavalinLogger.enabled = true;
        }
    }

    /** All that can be asked. */
    static void register(Routes routes, AllRuns runs, Groups groups, Health health, ScrapeHandler scrape) {
        new PageRoutes().register(routes);
        new ApiRoutes(runs).register(routes);
        new CompareRoutes(runs).register(routes);
        new GroupRoutes(groups).register(routes);
        new ServiceRoutes(health, scrape).register(routes);
    }

    private static void http(JavalinConfig config, WebSettings settings) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE; // Replies does it, for all types alike
        var threads = new QueuedThreadPool(MOST_THREADS, 2);
        threads.setName("monitor-http");
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendXPoweredBy(false);
        });
        config.jetty.modifyServer(server -> server.insertHandler(new WholeResponses(pendingResponses())));
        config.jetty.addConnector((server, http) -> connector(server, http, settings));
        config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrors()));
    }

    private static PendingResponses pendingResponses() {
        long mostBytes = Math.max(LEAST_PENDING_BYTES, Runtime.getRuntime().maxMemory() / PENDING_SHARE_OF_HEAP);
        return new PendingResponses(READ_GRACE, READ_BYTES_PER_SECOND, mostBytes);
    }

    private static Connector connector(Server server, HttpConfiguration http, WebSettings settings) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.addBean(new Connections(MOST_CONNECTIONS));
        return connector;
    }

    private static String explain(WebSettings settings) {
        String address = settings.host() + ":" + settings.port();
        if (isOfThisMachine(settings.host())) {
            return "HTTP port " + address + " is in use or not allowed: choose another, or 0 for any free one";
        }
        return "cannot listen for HTTP on " + address + ": no address of this machine; 127.0.0.1 or 0.0.0.0 always is";
    }

    private static boolean isOfThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false; // unknown to the name service
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** Ends all connections and threads. */
    @Override
    public void close() {
        server.stop();
    }
}
