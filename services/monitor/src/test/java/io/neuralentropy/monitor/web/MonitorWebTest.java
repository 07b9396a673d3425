package io.neuralentropy.monitor.web;

import static io.neuralentropy.monitor.web.WebFixture.header;
import static io.neuralentropy.monitor.web.WebFixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.snapshot.ArchivedRuns;
import io.neuralentropy.monitor.snapshot.Groups;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorWebTest {
    private final WebFixture web = new WebFixture("monitor");

    @AfterEach
    void stop() {
        web.close();
    }

    @Nested
    class Access {
        @Test
        void requestsForAForeignHostAreRefused() {
            String answer = web.raw("GET /api/runs HTTP/1.1", "Host: evil.example");
            assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
            assertTrue(
                    answer.endsWith("{\"error\":\"this host name is not known here: add it to the allowed hosts"
                            + " of the monitor\"}"),
                    answer);
        }

        @ParameterizedTest
        @ValueSource(strings = {"monitor", "monitor:9400", "localhost:1", "[::1]:9400"})
        void requestsForAKnownHostAreAnswered(String host) {
            String answer = web.raw("GET /api/runs HTTP/1.1", "Host: " + host);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FROBNICATE"})
        void onlyGetAndHeadAreAnswered(String method) {
            for (String path : new String[] {"/api/runs", "/", "/nowhere"}) {
                String answer = web.raw(method + " " + path + " HTTP/1.1", "Host: localhost");
                assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
                assertTrue(answer.contains("\r\nAllow: GET, HEAD\r\n"), answer);
                assertTrue(answer.endsWith("{\"error\":\"only GET and HEAD are answered\"}"), answer);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "/api/runs", "/metrics", "/healthz", "/readyz", "/openapi.json"})
        void headAnswersAsGetButWithoutABody(String path) {
            var head = web.send("HEAD", path);
            var get = web.get(path);
            assertEquals(200, head.statusCode());
            assertEquals(0, head.body().length);
            assertEquals(header(get, "Content-Type"), header(head, "Content-Type"));
            assertEquals(header(get, "Content-Length"), header(head, "Content-Length"));
        }
    }

    @Nested
    class Answers {
        @ParameterizedTest
        @ValueSource(strings = {"/", "/api/runs", "/metrics", "/nowhere", "/assets/main.js"})
        void everyAnswerCarriesTheSecurityHeaders(String path) {
            var response = web.get(path);
            assertEquals(
                    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'",
                    header(response, "Content-Security-Policy"));
            assertEquals("nosniff", header(response, "X-Content-Type-Options"));
            assertEquals("no-referrer", header(response, "Referrer-Policy"));
            assertNull(header(response, "Server"));
            assertNull(header(response, "X-Powered-By"));
        }

        @Test
        void numbersAreNeverKeptByCachesButFilesAreAfterAQuestion() {
            assertEquals("no-store", header(web.get("/api/runs"), "Cache-Control"));
            assertEquals("no-store", header(web.get("/metrics"), "Cache-Control"));
            var file = web.get("/assets/main.js");
            assertEquals("no-cache", header(file, "Cache-Control"));
            var again = web.get("/assets/main.js", "If-None-Match", header(file, "ETag"));
            assertEquals(304, again.statusCode());
            assertEquals(0, again.body().length);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/nowhere",
                    "/api",
                    "/api/runs/a/b",
                    "/assets/",
                    "/assets/..%2findex.html",
                    "/assets/MonitorWeb.class",
                    "/index.html",
                    "/api/runs/unknown",
                    "/api/runs/unknown/curve",
                    "/api/runs/%3Cscript%3E",
                    "/api/runs/a%20b"
                })
        void unknownPathsAreJsonErrors(String path) {
            var response = web.get(path);
            assertTrue(response.statusCode() == 404 || path.contains("%2f") && response.statusCode() == 400);
            assertEquals("application/json", header(response, "Content-Type"));
            assertTrue(text(response).matches("\\{\"error\":\"[^\"<]+\"}"), text(response));
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET /%zz HTTP/1.1", "GET /a HTTP/9.9", "G\u0001T / HTTP/1.1", "nonsense"})
        void malformedRequestsAreRefusedWithoutATrace(String line) {
            String answer = web.raw(line, "Host: localhost");
            assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 505"), answer);
            assertFalse(
                    answer.contains("Exception") || answer.contains("org.eclipse") || answer.contains("<h"), answer);
        }

        @Test
        void aFailureIsAnErrorWithoutATrace() {
            web.scrapes = accept -> {
                throw new IllegalStateException("secret detail");
            };
            var response = web.get("/metrics");
            assertEquals(500, response.statusCode());
            assertEquals("{\"error\":\"the monitor failed to answer; its log says why\"}", text(response));
        }

        @Test
        void anErrorOfTheMachineIsAnErrorWithoutATrace() {
            web.scrapes = accept -> {
                throw new NoClassDefFoundError("secret/Detail");
            };
            var response = web.get("/metrics");
            assertEquals(500, response.statusCode());
            assertEquals("{\"error\":\"the monitor failed to answer; its log says why\"}", text(response));
        }
    }

    @Nested
    class Metrics {
        private final String exposition = "# TYPE neural_entropy_nats gauge\n".repeat(100);

        private ScrapeHandler.Scrape scrape(String accept) {
            return new ScrapeHandler.Scrape(
                    "text/plain; version=0.0.4; charset=utf-8",
                    (exposition + "# " + accept).getBytes(StandardCharsets.UTF_8));
        }

        @Test
        void areRenderedForTheAcceptHeader() {
            web.scrapes = this::scrape;
            var response = web.get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0");
            assertEquals("text/plain; version=0.0.4; charset=utf-8", header(response, "Content-Type"));
            assertEquals(exposition + "# application/openmetrics-text;version=1.0.0", text(response));
            assertNull(header(response, "Content-Encoding"));
        }

        @Test
        void areCompressedWhereAccepted() throws IOException {
            web.scrapes = this::scrape;
            var response = web.get("/metrics", "Accept-Encoding", "gzip", "Accept", "text/plain");
            assertEquals("gzip", header(response, "Content-Encoding"));
            assertTrue(header(response, "Vary").contains("Accept-Encoding"));
            assertEquals(exposition + "# text/plain", unzip(response.body()));
        }

        @Test
        void areSentAsTheyAreWhereCompressionIsRefused() {
            web.scrapes = this::scrape;
            var response = web.get("/metrics", "Accept-Encoding", "gzip;q=0");
            assertNull(header(response, "Content-Encoding"));
            assertTrue(text(response).startsWith("# TYPE"));
        }
    }

    @Test
    void largeApiAnswersAreCompressedWhereAccepted() throws IOException {
        for (int i = 0; i < 20; i++) {
            web.snapshots.put(new SampleRun("run-" + i).build());
        }
        var plain = web.get("/api/runs");
        var zipped = web.get("/api/runs", "Accept-Encoding", "gzip, deflate");
        assertEquals("gzip", header(zipped, "Content-Encoding"));
        assertTrue(zipped.body().length < plain.body().length / 3);
        assertEquals(text(plain), unzip(zipped.body()));
    }

    @Test
    void filesAreCompressedWhereAccepted() throws IOException {
        byte[] plain = web.get("/assets/uPlot.js").body();
        var zipped = web.get("/assets/uPlot.js", "Accept-Encoding", "gzip");
        assertEquals("gzip", header(zipped, "Content-Encoding"));
        assertEquals("text/javascript; charset=utf-8", header(zipped, "Content-Type"));
        assertArrayEquals(plain, unzipped(zipped.body()));
    }

    @Nested
    class HealthChecks {
        @Test
        void sayThatAllIsWell() {
            assertEquals("{\"live\":true}", text(web.get("/healthz")));
            assertEquals(200, web.get("/healthz").statusCode());
            assertEquals("{\"ready\":true}", text(web.get("/readyz")));
            assertEquals(200, web.get("/readyz").statusCode());
        }

        @Test
        void nameTheCauseWhenNotReady() {
            web.readiness.set(Health.Readiness.because("no broker at \"kafka:9092\""));
            var response = web.get("/readyz");
            assertEquals(503, response.statusCode());
            assertEquals("{\"ready\":false,\"cause\":\"no broker at \\\"kafka:9092\\\"\"}", text(response));
            assertEquals(200, web.get("/healthz").statusCode());
        }

        @Test
        void saySoWhenOnlyARestartHelps() {
            web.live = false;
            var response = web.get("/healthz");
            assertEquals(503, response.statusCode());
            assertEquals("{\"live\":false}", text(response));
        }
    }

    @Nested
    class Starting {
        @Test
        void onAPortInUseSaysWhatToDo() {
            var settings = WebSettings.local(web.port());
            var failure = assertThrows(WebStartException.class, () -> start(settings));
            assertEquals(
                    "HTTP port 127.0.0.1:" + web.port() + " is in use or not allowed: choose another, or 0 for any"
                            + " free one",
                    failure.getMessage());
        }

        @ParameterizedTest
        @ValueSource(strings = {"203.0.113.7", "no-such-host.invalid"})
        void onAForeignAddressSaysSo(String host) {
            var settings = new WebSettings(host, 0, Set.of());
            var failure = assertThrows(WebStartException.class, () -> start(settings));
            assertEquals(
                    "cannot listen for HTTP on " + host
                            + ":0: no address of this machine; 127.0.0.1 or 0.0.0.0 always is",
                    failure.getMessage());
        }

        @Test
        void listensOnTheLoopbackAlone() {
            assertEquals("127.0.0.1", WebSettings.local(0).host());
        }

        private void start(WebSettings settings) {
            MonitorWeb.start(settings, web.snapshots, ArchivedRuns.NONE, Groups.NONE, null, null)
                    .close();
        }
    }

    @Test
    void closingEndsTheThreads() {
        var other = new WebFixture();
        other.get("/healthz");
        long with = threads();
        other.close();
        assertTrue(threads() < with, "threads of the closed server are still there");
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("monitor-http"))
                .count();
    }

    private static String unzip(byte[] zipped) throws IOException {
        return new String(unzipped(zipped), StandardCharsets.UTF_8);
    }

    private static byte[] unzipped(byte[] zipped) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return in.readAllBytes();
        }
    }
}
