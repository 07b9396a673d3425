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
    private final Path configFile;
    private final Daemon daemon;
    private final PrometheusClient client;

    private PrometheusServer(Path directory) {
        configFile = StackFiles.write(directory.resolve("prometheus.yml"), JsonNodeFactory.instance.objectNode());
        daemon = new Daemon(List.of(
                "prometheus",
                "--config.file=" + configFile,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:0",
                "--web.enable-lifecycle"));
        client = new PrometheusClient("http://" + daemon.address());
    }

    /** Starts one that scrapes nothing yet. Skips the test where Prometheus is not installed. */
    public static PrometheusServer start(Path directory) {
        assumeTrue(OutsideProgram.isInstalled("prometheus"), "prometheus is not installed (package prometheus)");
        return new PrometheusServer(directory);
    }

    /** Takes a configuration; itself it scrapes as job {@code prometheus}. */
    public void configure(PrometheusConfig config) {
        StackFiles.write(configFile, config.target("prometheus", address()).yaml());
        assertEquals("", Http.post(daemon.url("-/reload"), ""), daemon.log().toString());
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
