package io.neuralentropy.standalone.cli;

import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.monitor.web.WebSettings;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Where the monitor's pages are. */
final class HttpOptions {
    @Option(
            names = "--http-host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on for HTTP; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = MonitorAddress.DEFAULT_PORT,
            converter = Port.class,
            description = "Port to listen on for HTTP; 0 picks a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            split = ",",
            description = "Further names of this machine that browsers may use for it, * for any (default: localhost"
                    + " and addresses only).")
    private Set<String> allowedHosts = new TreeSet<>();

    MonitorSettings applyTo(MonitorSettings settings) {
        return settings.http(new WebSettings(host, port, allowedHosts));
    }

    /** For people: {@code http://127.0.0.1:8080/}; from this machine where the address is a wildcard. */
    String url(int boundPort) {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + boundPort + "/";
    }
}
