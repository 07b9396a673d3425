package io.neuralentropy.standalone.cli;

import picocli.CommandLine.Option;

/** Where a command finds the monitor. */
final class MonitorAddress {
    static final String DEFAULT_PORT = "8080";

    @Option(
            names = "--monitor",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:" + DEFAULT_PORT,
            description = "Address of the monitor (default: ${DEFAULT-VALUE}).")
    private String url;

    String url() {
        return url;
    }

    MonitorClient client() {
        return new MonitorClient(url);
    }
}
