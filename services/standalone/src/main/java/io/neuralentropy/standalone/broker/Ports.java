package io.neuralentropy.standalone.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Finds and checks TCP ports before Kafka is told of them: KRaft wants to know its ports before it binds them. */
final class Ports {
    private Ports() {}

    /**
     * A chosen port, if it is free; any free one for 0.
     *
     * @throws BrokerException where the address is unknown or the port taken
     */
    static int resolve(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(host), port));
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new BrokerException(
                    "cannot listen on " + host + ":" + port + " (" + failure.getMessage()
                            + "): stop what uses the port or choose another (0 picks a free one)",
                    failure);
        }
    }

    private static InetAddress address(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress()) {
                throw new BrokerException("a broker must tell its clients an address that they can reach, not " + host
                        + ": name one address of this machine");
            }
            return address;
        } catch (UnknownHostException failure) {
            throw new BrokerException("unknown host " + host + ": name an address of this machine", failure);
        }
    }
}
