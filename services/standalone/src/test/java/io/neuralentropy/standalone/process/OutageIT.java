package io.neuralentropy.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A monitor whose broker dies and comes back. */
class OutageIT {
    @TempDir
    private Path temporary;

    private Program start(String... arguments) {
        return Program.start(temporary, arguments);
    }

    private Program broker(String port) {
        return start("broker", "--port=" + port, "--data=" + temporary.resolve("data"));
    }

    private void assertHealthSaysThatKafkaIsMissing(String url) {
        try (Program health = start("health", "--monitor=" + url)) {
            assertEquals(1, health.exitCode());
            assertEquals(1, health.err().size(), health.err().toString());
            String wanted = "neural-entropy: the monitor at .* is not ready: .*Kafka.*";
            assertTrue(health.err().get(0).matches(wanted), health.err().get(0));
        }
    }

    /** Says what the monitor said, should it be gone. */
    private static void awaitReady(Program monitor, String url) {
        try {
            Http.awaitReady(url);
        } catch (AssertionError failure) {
            throw new AssertionError("not ready after the outage; the monitor said " + monitor.err(), failure);
        }
    }

    @Test
    void aMonitorWaitsForItsBrokerAndGoesOn() throws IOException {
        Path events = Files.writeString(
                temporary.resolve("events.jsonl"),
                "{\"schema\":1,\"type\":\"step\",\"run\":\"after\",\"time\":1,\"step\":1,\"loss\":1}\n");
        try (Program first = broker("0")) {
            String port = first.await("Kafka broker listening on 127\\.0\\.0\\.1:(\\d+)");
            String address = "127.0.0.1:" + port;
            try (Program monitor = start("monitor", "--bootstrap-servers=" + address, "--http-port=0")) {
                String url = monitor.await("Monitor listening on (.*)");
                Http.awaitReady(url);

                assertEquals(137, first.signal("KILL").exitCode());
                Http.await(url + "readyz", answer -> answer.contains("Kafka"), "that it misses Kafka");
                assertHealthSaysThatKafkaIsMissing(url);

                try (Program second = broker(port)) {
                    second.await("Kafka broker listening on .*");
                    awaitReady(monitor, url);
                    assertEquals(
                            0,
                            start("replay", events.toString(), "--bootstrap-servers=" + address)
                                    .exitCode());
                    Http.await(url + "api/runs", runs -> runs.contains("\"after\""), "the run");
                    assertEquals(
                            0, monitor.signal("TERM").exitCode(), monitor.err().toString());
                }
            }
        }
    }
}
