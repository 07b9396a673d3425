package io.neuralentropy.monitor.web;

import io.neuralentropy.monitor.snapshot.ArchivedRuns;
import io.neuralentropy.monitor.snapshot.Groups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A real server on a free port, its inputs in the test's hands, and two ways to ask it. */
final class WebFixture implements AutoCloseable {
    final MemorySnapshots snapshots = new MemorySnapshots();
    volatile Groups groups = Groups.NONE;
    volatile ArchivedRuns archived = ArchivedRuns.NONE;
    final AtomicReference<Health.Readiness> readiness = new AtomicReference<>(Health.Readiness.READY);
    volatile boolean live = true;
    volatile ScrapeHandler scrapes = accept -> new ScrapeHandler.Scrape("text/plain", new byte[0]);

    private final HttpClient client = HttpClient.newHttpClient();
    private MonitorWeb web;

    WebFixture(String... allowedHosts) {
        web = start(0, Set.of(allowedHosts));
    }

    private MonitorWeb start(int port, Set<String> allowedHosts) {
        Health health = new Health() {
            @Override
            public boolean live() {
                return live;
            }

            @Override
            public Readiness ready() {
                return readiness.get();
            }
        };
        ArchivedRuns archive = new ArchivedRuns() {
            @Override
            public boolean isComplete() {
                return archived.isComplete();
            }

            @Override
            public List<Archived> all() {
                return archived.all();
            }

            @Override
            public Optional<Archived> find(String run) {
                return archived.find(run);
            }
        };
        var settings = new WebSettings(WebSettings.LOOPBACK, port, allowedHosts);
        return MonitorWeb.start(
                settings, snapshots, archive, () -> groups.all(), health, accept -> scrapes.scrape(accept));
    }

    int port() {
        return web.port();
    }

    /** Stops the server and gives the port at which it was. */
    int stop() {
        int port = web.port();
        web.close();
        return port;
    }

    void startAgain(int port) {
        web = start(port, Set.of());
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    HttpResponse<byte[]> send(String method, String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** Sends lines as they are, for what a well-behaved client refuses to send; gives the whole answer. */
    String raw(String... lines) {
        try (var socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(20_000);
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        web.close();
    }
}
