package io.neuralentropy.standalone.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One whom Alertmanager tells: keeps each alert of each notification, with the time at which it came. */
public final class WebhookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Told> told = new ArrayList<>();
    private final List<JsonNode> bodies = new ArrayList<>();

    /**
     * An alert as it was told.
     *
     * @param at ms since the epoch
     * @param status {@code firing} or {@code resolved}
     * @param alert labels, annotations, startsAt, endsAt, …
     * @param group labels that its notification is grouped by
     * @param path to which it was told
     * @param authorization as it was stated; null if not
     */
    public record Told(long at, String status, JsonNode alert, JsonNode group, String path, String authorization) {
        public String label(String name) {
            return alert.get("labels").path(name).asText();
        }

        public String annotation(String name) {
            return alert.get("annotations").path(name).asText();
        }

        /** Short, for a failing test that lists them. */
        @Override
        public String toString() {
            return Instant.ofEpochMilli(at) + " " + status + " " + alert.get("labels") + " since "
                    + alert.path("startsAt").asText();
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
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        synchronized (told) {
            bodies.add(notification);
            for (JsonNode alert : notification.path("alerts")) {
                String status = alert.get("status").asText();
                told.add(new Told(now, status, alert, notification.get("groupLabels"), path, authorization));
            }
            told.notifyAll();
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** Every request's body, also of those that do not speak Alertmanager's own form. */
    public List<JsonNode> bodies() {
        synchronized (told) {
            return List.copyOf(bodies);
        }
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
                    throw new AssertionError("not told " + wished + " but\n"
                            + told.stream().map(Told::toString).collect(Collectors.joining("\n")));
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
