package io.neuralentropy.standalone.cli;

import io.neuralentropy.events.topics.RootCause;
import io.neuralentropy.monitor.MonitorService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Waits for a stop beside a service that may end by itself. */
final class Watch {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final StopSignal stop;

    Watch(StopSignal stop) {
        this.stop = stop;
    }

    /**
     * Returns when a stop is asked for.
     *
     * @throws CliException when the monitor ended without being asked to
     */
    void until(MonitorService service) {
        CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> waitFor(service, ended), "monitor-watch");
        thread.setDaemon(true);
        thread.start();
        while (!stop.await(LOOK)) {
            Optional<Throwable> cause = ended.getNow(null);
            if (cause != null) {
                throw new CliException(
                        "the monitor has stopped: "
                                + cause.map(RootCause::sentence).orElse("nobody knows why"),
                        cause.orElse(null));
            }
        }
    }

    private static void waitFor(MonitorService service, CompletableFuture<Optional<Throwable>> ended) {
        try {
            ended.complete(service.awaitStop());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
