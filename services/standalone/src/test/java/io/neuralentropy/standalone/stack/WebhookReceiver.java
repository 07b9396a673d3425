package io.neuralentropy.standalone.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One whom Alertmanager tells: keeps each alert of each notification, with the time at which it came. */
public final class WebhookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Told> told = new ArrayList<>();

    /**
     * An alert as it was told.
     *
     * @param at ms since the epoch
     * @param status {@code firing} or {@code resolved}
     * @param alert labels, annotations, startsAt, endsAt, …
     * @param group labels that its notification is grouped by
     */
    public record Told(long at, String status, JsonNode alert, JsonNode group) {
        public String label(String name) {
            return alert.get("labels").path(name).asText();
        }

        public String annotation(String name) {
            return alert.get("annotations").path(name).asText();
        }
    }

    private WebhookReceiver(HttpServer server) {
        this.server = server;
        server.createContext("/", this::take);
        server.start();
    }

    public static WebhookReceiver start() {
        try {
            return new WebhookReceiver(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void take(HttpExchange exchange) throws IOException {
        long now = System.currentTimeMillis();
        JsonNode notification = new ObjectMapper().readTree(exchange.getRequestBody());
        synchronized (told) {
            notification
                    .path("alerts")
                    .forEach(alert -> told.add(
                            new Told(now, alert.get("status").asText(), alert, notification.get("groupLabels"))));
            told.notifyAll();
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** All that was told, in order; what is repeated is in it again. */
    public List<Told> told() {
        synchronized (told) {
            return List.copyOf(told);
        }
    }

    /** Waits until what was told is as wished. */
    public void await(Predicate<List<Told>> wish, long seconds, String wished) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        synchronized (told) {
            while (!wish.test(told)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("not told " + wished + " but " + told);
                }
                try {
                    told.wait(left);
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
