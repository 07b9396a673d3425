package io.neuralentropy.monitor.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinLogger;
import io.neuralentropy.monitor.snapshot.Snapshots;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The monitor's HTTP server: {@code /metrics}, {@code /api}, {@code /healthz}, {@code /readyz}, {@code /openapi.json}
 * and the page at {@code /}. Read-only; answers this machine alone unless told otherwise.
 */
public final class MonitorWeb implements AutoCloseable {
    /** Scrapes and a few open pages; a bound so that a crowd cannot take the machine from the training. */
    private static final int MOST_THREADS = 16;

    private final Javalin server;

    private MonitorWeb(Javalin server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @throws WebStartException if the address is in use or not of this machine
     */
    public static MonitorWeb start(WebSettings settings, Snapshots snapshots, Health health, ScrapeHandler scrape) {
        JavalinLogger.startupInfo = false;
        Javalin server = Javalin.create(config -> {
            http(config, settings);
            new Entrance(new HostGate(settings)).register(config.routes);
            new PageRoutes().register(config.routes);
            new ApiRoutes(snapshots).register(config.routes);
            new ServiceRoutes(health, scrape).register(config.routes);
        });
        try {
            return new MonitorWeb(server.start());
        } catch (RuntimeException e) {
            server.stop();
            throw new WebStartException(explain(settings, e), e);
        }
    }

    private static void http(JavalinConfig config, WebSettings settings) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE; // Replies does it, for all types alike
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        var threads = new QueuedThreadPool(MOST_THREADS, 2);
        threads.setName("monitor-http");
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendXPoweredBy(false);
        });
        config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrors()));
    }

    private static String explain(WebSettings settings, RuntimeException e) {
        String address = settings.host() + ":" + settings.port();
        if (e instanceof JavalinBindException) {
            return "HTTP port " + address + " is in use or not allowed: choose another, or 0 for any free one";
        }
        return "cannot listen on " + address + ": is it an address of this machine?";
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
