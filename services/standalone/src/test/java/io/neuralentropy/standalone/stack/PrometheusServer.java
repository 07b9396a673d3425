package io.neuralentropy.standalone.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.OutsideProgram;
import java.nio.file.Path;
import java.util.List;

/** A real Prometheus on a free port, with data and configuration in a directory of the test. */
public final class PrometheusServer implements AutoCloseable {
    /** Base of the links to boards in alerts. */
    public static final String GRAFANA_URL = "http://grafana.test:3000";

    /** Base of the links to runbooks in alerts. */
    public static final String SOURCE_URL = "http://docs.test/";

    private final Path configFile;
    private final Daemon daemon;
    private final PrometheusClient client;

    private PrometheusServer(Path directory) {
        configFile = StackFiles.write(directory.resolve("prometheus.yml"), JsonNodeFactory.instance.objectNode());
        daemon = new Daemon(List.of(
                "env",
                "GRAFANA_URL=" + GRAFANA_URL,
                "SOURCE_URL=" + SOURCE_URL,
                "prometheus",
                "--config.file=" + configFile,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:0",
                "--enable-feature=expand-external-labels",
                "--web.enable-lifecycle"));
        client = new PrometheusClient("http://" + daemon.address());
    }

    /** Starts one that scrapes nothing yet. Skips the test where Prometheus is not installed. */
    public static PrometheusServer start(Path directory) {
        assumeTrue(OutsideProgram.isInstalled("prometheus"), "prometheus is not installed (package prometheus)");
        return new PrometheusServer(directory);
    }

    /**
     * Takes a configuration; itself it scrapes as job {@code prometheus}. Waits until it has found the configuration's
     * Alertmanager: an alert that is raised before is told a minute later, when Prometheus sends it again, or never if it has
     * ended by then.
     */
    public void configure(PrometheusConfig config) {
        StackFiles.write(configFile, config.target("prometheus", address()).yaml());
        assertEquals("", Http.post(daemon.url("-/reload"), ""), daemon.log().toString());
        if (config.hasAlertmanager()) {
            client.awaitAlertmanager();
        }
    }

    /** host:port. */
    public String address() {
        return daemon.address();
    }

    public PrometheusClient client() {
        return client;
    }

    @Override
    public void close() {
        daemon.close();
    }
}
