package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunsCommandTest {
    private HttpServer monitor;

    @BeforeEach
    void listen() throws IOException {
        monitor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        monitor.start();
    }

    @AfterEach
    void close() {
        monitor.stop(0);
    }

    private List<String> linesAfterTheTable(String runs, int rows) {
        monitor.createContext("/api/runs", exchange -> {
            byte[] body = runs.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        String url = "http://127.0.0.1:" + monitor.getAddress().getPort();
        InProcess.Outcome outcome = new InProcess().run("runs", "--monitor=" + url);
        assertEquals(0, outcome.code(), outcome.err());
        List<String> lines = outcome.out().lines().toList();
        return lines.subList(1 + rows, lines.size());
    }

    @Test
    void saysWhichRunsLoseEventsAndWhy() {
        assertEquals(
                List.of(
                        "b: 1500 of 3500 steps were dropped: known already, with other numbers",
                        "c: 6000 of 8000 steps were dropped: known already, with other numbers, 1000 of them not finite"),
                linesAfterTheTable(
                        "[{\"run\":\"a\",\"step\":9,\"receivedSteps\":10,\"duplicateSteps\":1},"
                                + "{\"run\":\"b\",\"step\":2000,\"receivedSteps\":3500,\"conflictingSteps\":1500},"
                                + "{\"run\":\"c\",\"step\":2000,\"receivedSteps\":8000,\"conflictingSteps\":6000,"
                                + "\"notFiniteDroppedSteps\":1000}]",
                        3));
    }

    @Test
    void saysNothingWhereNoneDoes() {
        assertEquals(
                List.of(),
                linesAfterTheTable("[{\"run\":\"a\",\"step\":9,\"receivedSteps\":9,\"duplicateSteps\":0}]", 1));
    }
}
