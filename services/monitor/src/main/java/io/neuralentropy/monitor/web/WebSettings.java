package io.neuralentropy.monitor.web;

import java.util.Objects;
import java.util.Set;

/**
 * Where the HTTP server listens and for whom.
 *
 * @param host address to bind, {@value #LOOPBACK} unless told otherwise; {@code 0.0.0.0} or {@code ::} for all
 * @param port 0 picks a free one
 * @param allowedHosts further names by which clients may address the server (the Host header, without port), such as
 *     the service's name in a compose file; {@value #ANY_HOST} allows every name. {@code localhost}, the bound host and
 *     plain IP addresses are always allowed.
 */
public record WebSettings(String host, int port, Set<String> allowedHosts) {
    public static final String LOOPBACK = "127.0.0.1";

    /** In {@code allowedHosts}: any name. */
    public static final String ANY_HOST = "*";

    public WebSettings {
        Objects.requireNonNull(host, "host");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535: " + port);
        }
        allowedHosts = Set.copyOf(allowedHosts);
    }

    /** Reachable from this machine alone. */
    public static WebSettings local(int port) {
        return new WebSettings(LOOPBACK, port, Set.of());
    }
}
