package io.neuralentropy.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code runs} asks a monitor and prints of its answer. */
class RunsCommandTest {
    private static final String RUNS = """
            [{"run":"a","state":"diverged","silentFor":303.2,"step":7},
             {"run":"b","state":"absorbing","paused":{"reason":"evaluation","since":1},"step":8},
             {"run":"c","state":"absorbing","paused":{"since":1},"silentFor":3601.0,"step":9}]
            """;

    private final HttpServer server = server();
    private String asked;

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private InProcess.Outcome runs(String... options) {
        server.createContext("/", exchange -> {
            asked = exchange.getRequestURI().toString();
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(RUNS.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        String[] arguments = new String[options.length + 2];
        arguments[0] = "runs";
        arguments[1] = "--monitor=http://127.0.0.1:" + server.getAddress().getPort();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return new InProcess().run(arguments);
    }

    @Test
    void silenceStandsBesideTheVerdict() {
        List<String> lines = runs("--state=stalled,diverged").out().lines().toList();
        assertEquals("/api/runs?state=stalled&state=diverged", asked);
        assertEquals(4, lines.size());
        assertTrue(lines.get(1).contains(" diverged, silent for 5 min 03 s "), lines.get(1));
        assertTrue(lines.get(2).contains(" absorbing, paused "), lines.get(2));
        assertTrue(lines.get(3).contains(" absorbing, silent for 1 h 00 min "), lines.get(3));
    }

    @Test
    void warningsStandBelowTheTable() {
        String runs = """
                [{"run":"a","state":"absorbing"},
                 {"run":"b","warnings":[{"code":"unknown-fields","text":"field lr is not known.","count":12,"step":1},
                   {"code":"clock","text":"the clock went back.","count":1,"step":700}]}]""";
        assertEquals(
                "\nb: field lr is not known. (× 12)\nb: the clock went back. (× 1)",
                RunsCommand.warnings(JsonText.parse(runs)));
        assertEquals("", RunsCommand.warnings(JsonText.parse("[{\"run\":\"a\"}]")));
    }
}
