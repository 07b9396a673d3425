package io.neuralentropy.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

    private static final String CONNECTED = "neural_entropy_monitor_kafka_connected ";
    private static final String RUN = "{group=\"\",run=\"before\"}";

    private static String step(String run) {
        return "{\"schema\":1,\"type\":\"step\",\"run\":\"" + run + "\",\"time\":1,\"step\":1,\"loss\":1}\n";
    }

    private void replay(String run, String address) throws IOException {
        Path events = Files.writeString(temporary.resolve(run + ".jsonl"), step(run));
        Program replay = start("replay", events.toString(), "--bootstrap-servers=" + address);
        assertEquals(0, replay.exitCode(), replay.err().toString());
    }

    /** A monitor that cannot hear says so, exports no run, and answers what it last knew. */
    private static void awaitCutOff(String url) {
        Http.await(url + "readyz", answer -> answer.contains("Kafka"), "that it misses Kafka");
        Http.await(url + "metrics", text -> text.contains(CONNECTED + "0"), "that it is cut off");
        assertFalse(Http.get(url + "metrics").contains(RUN), "another instance may own the run now");
        assertTrue(Http.get(url + "api/runs").contains("\"before\""));
    }

    @Test
    void aMonitorWaitsForItsBrokerAndGoesOn() throws IOException {
        try (Program first = broker("0")) {
            String port = first.await("Kafka broker listening on 127\\.0\\.0\\.1:(\\d+)");
            String address = "127.0.0.1:" + port;
            try (Program monitor = start("monitor", "--bootstrap-servers=" + address, "--http-port=0")) {
                String url = monitor.await("Monitor listening on (.*)");
                Http.awaitReady(url);
                replay("before", address);
                Http.await(url + "metrics", text -> text.contains(RUN) && text.contains(CONNECTED + "1"), "the run");

                assertEquals(137, first.signal("KILL").exitCode());
                Http.await(url + "readyz", answer -> answer.contains("Kafka"), "that it misses Kafka");
                assertHealthSaysThatKafkaIsMissing(url);
                awaitCutOff(url);

                try (Program second = broker(port)) {
                    second.await("Kafka broker listening on .*");
                    awaitReady(monitor, url);
                    replay("after", address);
                    Http.await(url + "api/runs", runs -> runs.contains("\"after\""), "the run");
                    Http.await(
                            url + "metrics", text -> text.contains(RUN) && text.contains(CONNECTED + "1"), "the run");
                    assertEquals(
                            0, monitor.signal("TERM").exitCode(), monitor.err().toString());
                }
            }
        }
    }

    @Test
    void aMonitorWhoseBrokerHangsSaysSoAndEndsWhenItIsAskedTo() throws IOException {
        try (Program broker = broker("0")) {
            String address = "127.0.0.1:" + broker.await("Kafka broker listening on 127\\.0\\.0\\.1:(\\d+)");
            try (Program monitor = start("monitor", "--bootstrap-servers=" + address, "--http-port=0")) {
                String url = monitor.await("Monitor listening on (.*)");
                Http.awaitReady(url);
                replay("before", address);
                Http.await(url + "metrics", text -> text.contains(RUN), "the run");

                broker.signal("STOP");
                awaitCutOff(url);
                long stopped = System.nanoTime();
                assertEquals(0, monitor.signal("TERM").exitCode(), monitor.err().toString());
                System.out.printf("ended in %.1f s%n", (System.nanoTime() - stopped) / 1e9);
            }
        }
    }
}
