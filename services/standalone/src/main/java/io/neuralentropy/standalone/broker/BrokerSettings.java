package io.neuralentropy.standalone.broker;

import java.nio.file.Path;

/**
 * Where the broker listens and keeps its data.
 *
 * @param host address that it binds
 * @param port 0 picks a free one
 * @param data kept from start to start; null: a temporary directory, removed on close
 * @param advertised {@code HOST:PORT} at which clients reach it, where that is another than it binds, such as the published
 *     port of a container; null: the one that it binds, which then must not be a wildcard
 */
public record BrokerSettings(String host, int port, Path data, String advertised) {
    public static final String LOOPBACK = "127.0.0.1";

    public BrokerSettings {
        if (port < 0 || port > 65_535) {
            throw new BrokerException("a port is a number from 0 (any free one) to 65535: " + port);
        }
        if (advertised != null && !advertised.matches("[A-Za-z0-9.-]+:[0-9]{1,5}")) {
            throw new BrokerException("the advertised address is HOST:PORT, not " + advertised);
        }
    }

    /** A broker that clients reach where it binds. */
    public BrokerSettings(String host, int port, Path data) {
        this(host, port, data, null);
    }

    /** A broker for this process: loopback, any free port, nothing kept. */
    public static BrokerSettings temporary() {
        return new BrokerSettings(LOOPBACK, 0, null);
    }
}
