package io.neuralentropy.standalone.broker;

import java.nio.file.Path;

/**
 * Where the broker listens and keeps its data.
 *
 * @param host address that it binds and tells its clients; one that they can reach, so no wildcard
 * @param port 0 picks a free one
 * @param data kept from start to start; null: a temporary directory, removed on close
 */
public record BrokerSettings(String host, int port, Path data) {
    public static final String LOOPBACK = "127.0.0.1";

    public BrokerSettings {
        if (port < 0 || port > 65_535) {
            throw new BrokerException("a port is a number from 0 (any free one) to 65535: " + port);
        }
    }

    /** A broker for this process: loopback, any free port, nothing kept. */
    public static BrokerSettings temporary() {
        return new BrokerSettings(LOOPBACK, 0, null);
    }
}
