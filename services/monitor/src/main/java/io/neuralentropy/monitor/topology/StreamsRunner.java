package io.neuralentropy.monitor.topology;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a topology and knows how it does. A fault in a processor stops it for good and keeps the cause: a bug must not loop.
 */
public final class StreamsRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration TOPIC_PATIENCE = Duration.ofMinutes(1);
    private final KafkaStreams streams;
    private final RestoreWatch restores;
    private final AtomicReference<Throwable> cause = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Patience topicPatience = new Patience(TOPIC_PATIENCE, System::nanoTime);

    /** @param restores counts what comes back from the changelogs */
    public StreamsRunner(Topology topology, StreamsConfig config, RestoreMeters restores) {
        streams = new KafkaStreams(topology, config);
        this.restores = new RestoreWatch(restores, System::nanoTime);
        streams.setGlobalStateRestoreListener(this.restores);
        streams.setUncaughtExceptionHandler(this::onUncaught);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                stopped.countDown();
            }
        });
    }

    private StreamThreadExceptionResponse onUncaught(Throwable thrown) {
        // the group's leader may not have the topics' metadata yet, after a broker came back or while a topic is made
        if (thrown instanceof MissingSourceTopicException && topicPatience.lasts()) {
            LOG.warn("Kafka does not know the topics of the monitor now; joining again");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        cause.compareAndSet(null, thrown);
        LOG.error("The monitor stops: a stream thread failed", thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    public void start() {
        streams.start();
    }

    /** For meters. */
    public KafkaStreams streams() {
        return streams;
    }

    /** For how long the oldest restore of a store's partition has been going on; 0 while there is none. */
    public double restoringSeconds() {
        return restores.oldestSeconds();
    }

    /** Why no events are processed now; empty while they are. */
    public Optional<String> whyNotRunning() {
        Throwable thrown = cause.get();
        if (thrown != null) {
            return Optional.of("stopped by " + thrown);
        }
        KafkaStreams.State state = streams.state();
        return state == KafkaStreams.State.RUNNING
                ? KafkaLink.obstacle(streams)
                : Optional.of("Kafka Streams is " + state.name().toLowerCase(java.util.Locale.ROOT));
    }

    /** False once stopped for good. */
    public boolean isAlive() {
        return stopped.getCount() > 0;
    }

    /** Waits for the end; returns what caused it, empty after a wanted {@link #close}. */
    public Optional<Throwable> awaitStop() throws InterruptedException {
        stopped.await();
        return Optional.ofNullable(cause.get());
    }

    @Override
    public void close() {
        if (!streams.close(CLOSE_TIMEOUT)) {
            LOG.warn("Kafka Streams did not stop within {} s", CLOSE_TIMEOUT.toSeconds());
        }
        stopped.countDown();
    }
}
