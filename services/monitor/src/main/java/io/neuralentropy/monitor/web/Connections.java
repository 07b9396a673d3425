package io.neuralentropy.monitor.web;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.IdleTimeout;

/**
 * Bounds the number of open connections: where there are too many, the one that has been idle for longest makes room for the
 * newest, so that none can keep others out by only being there. Thread-safe.
 */
final class Connections implements Connection.Listener {
    private final int most;
    private final Set<EndPoint> open = ConcurrentHashMap.newKeySet();

    Connections(int most) {
        this.most = most;
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint client = connection.getEndPoint();
        open.add(client);
        while (open.size() > most) {
            Optional<EndPoint> idlest = open.stream()
                    .filter(other -> other != client)
                    .max(Comparator.comparingLong(Connections::idleMillis));
            if (idlest.isEmpty()) {
                return;
            }
            open.remove(idlest.get());
            idlest.get().close();
        }
    }

    private static long idleMillis(EndPoint client) {
        return client instanceof IdleTimeout watched ? watched.getIdleFor() : 0;
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection.getEndPoint());
    }
}
