package io.neuralentropy.standalone.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the stack start with the shipped configuration. */
class StackIT {
    @TempDir
    private Path directory;

    @Test
    void prometheusScrapesAndAnswers() {
        try (PrometheusServer server = PrometheusServer.start(directory)) {
            server.configure(PrometheusConfig.every(Duration.ofMillis(200)));
            PrometheusClient prometheus = server.client();

            List<PrometheusClient.Series> up = prometheus.await("up == 1");
            assertEquals("prometheus", up.get(0).label("job"));
            assertEquals(1, up.get(0).value());
            assertEquals(3, prometheus.query("1 + 2").get(0).value());
            assertEquals(
                    1,
                    prometheus
                            .range("up", Duration.ofSeconds(5), Duration.ofSeconds(1))
                            .size());
            assertEquals(server.address(), prometheus.series("up").get(0).get("instance"));
            assertEquals(List.of("prometheus"), prometheus.labelValues("job", "up"));
            assertEquals(1, prometheus.targets().size());
        }
    }

    @Test
    void alertmanagerTakesTheShippedConfiguration() {
        Path config = StackFiles.ALERTMANAGER.resolve("alertmanager.yml");
        try (AlertmanagerServer server = AlertmanagerServer.start(directory, config)) {
            assertTrue(server.alerts().isEmpty());
        }
    }
}
