package io.neuralentropy.standalone.stack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.OutsideProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A real Alertmanager on a free port, alone. */
public final class AlertmanagerServer implements AutoCloseable {
    private final Daemon daemon;

    private AlertmanagerServer(Path directory, Path config) {
        daemon = new Daemon(List.of(
                "prometheus-alertmanager",
                "--config.file=" + config,
                "--storage.path=" + directory.resolve("alertmanager"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:0"));
    }

    /** Skips the test where Alertmanager is not installed. */
    public static AlertmanagerServer start(Path directory, Path config) {
        assumeTrue(
                OutsideProgram.isInstalled("prometheus-alertmanager"),
                "prometheus-alertmanager is not installed (package prometheus-alertmanager)");
        return new AlertmanagerServer(directory, config);
    }

    /** host:port. */
    public String address() {
        return daemon.address();
    }

    /** Takes alerts, as Prometheus sends them. */
    public void post(String alerts) {
        Http.postJson(daemon.url("api/v2/alerts"), alerts);
    }

    /** {@code /api/v2/alerts}: those that fire, whether told or inhibited. */
    public JsonNode alerts() {
        try {
            return new ObjectMapper().readTree(Http.get(daemon.url("api/v2/alerts")));
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }

    /** Waits until the alerts that are held back by others are these, each as its name and run. */
    public void awaitInhibited(Set<String> wanted) {
        Http.await(
                daemon.url("api/v2/alerts"),
                answer -> inhibited().equals(wanted),
                "that these are inhibited: " + wanted);
    }

    private Set<String> inhibited() {
        Set<String> inhibited = new TreeSet<>();
        for (JsonNode alert : alerts()) {
            if (!alert.get("status").get("inhibitedBy").isEmpty()) {
                JsonNode labels = alert.get("labels");
                inhibited.add((labels.get("alertname").asText() + " "
                                + labels.path("run").asText())
                        .strip());
            }
        }
        return inhibited;
    }

    @Override
    public void close() {
        daemon.close();
    }
}
