package io.neuralentropy.monitor.web;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The responses that clients have not read yet. Each has a time in which it must be read, by its size, and all together a bound
 * in memory; a connection that is too slow is closed, and where memory is short, that of the response that has waited longest.
 * Thread-safe.
 */
final class PendingResponses {
    private static final Logger LOG = LoggerFactory.getLogger(PendingResponses.class);

    private final Duration grace;
    private final long bytesPerSecond;
    private final long mostBytes;
    private final Set<Pending> pending = new LinkedHashSet<>();
    private long bytes;

    /**
     * @param grace that every client has to read
     * @param bytesPerSecond at which it must read beyond that
     * @param mostBytes of all responses together
     */
    PendingResponses(Duration grace, long bytesPerSecond, long mostBytes) {
        this.grace = grace;
        this.bytesPerSecond = bytesPerSecond;
        this.mostBytes = mostBytes;
    }

    /** A response of a request begins to be sent. */
    Pending begin(Request request, long size) {
        EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
        Pending entry = new Pending(client, size);
        long millis = grace.toMillis() + 1000 * size / bytesPerSecond;
        entry.deadline = request.getComponents().getScheduler().schedule(entry::drop, millis, TimeUnit.MILLISECONDS);
        add(entry);
        return entry;
    }

    private void add(Pending entry) {
        Set<Pending> dropped = new LinkedHashSet<>();
        synchronized (this) {
            for (Pending eldest : pending) {
                if (bytes + entry.size <= mostBytes) {
                    break;
                }
                bytes -= eldest.size;
                dropped.add(eldest);
            }
            pending.removeAll(dropped);
            pending.add(entry);
            bytes += entry.size;
        }
        dropped.forEach(Pending::drop);
    }

    synchronized long bytes() {
        return bytes;
    }

    private synchronized void remove(Pending entry) {
        if (pending.remove(entry)) {
            bytes -= entry.size;
        }
    }

    /** One that is being sent. */
    final class Pending {
        private final EndPoint client;
        private final long size;
        private volatile Scheduler.Task deadline;

        private Pending(EndPoint client, long size) {
            this.client = client;
            this.size = size;
        }

        /** It was sent, or cannot be. */
        void end() {
            deadline.cancel();
            remove(this);
        }

        private void drop() {
            LOG.info(
                    "Closed the connection of {}: it did not read {} bytes in time",
                    client.getRemoteSocketAddress(),
                    size);
            client.close();
        }
    }
}
