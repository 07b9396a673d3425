package io.neuralentropy.monitor.streams;

import io.neuralentropy.events.topics.RootCause;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a topology and knows how it does. What becomes of faults is decided by {@link StreamsFaults}. */
public final class StreamsRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private final KafkaStreams streams;
    private final RestoreWatch restores;
    private final StreamsFaults faults;
    private final KafkaLink link;
    private final int threads;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "monitor-watch-kafka");
        thread.setDaemon(true);
        return thread;
    });
    private boolean lacksThreads;
    private boolean hasComplained;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param config has the settings of {@code faults} among its own
     * @param restores counts what comes back from the changelogs
     * @param link receives the state of the connection to Kafka
     */
    public StreamsRunner(
            Topology topology, StreamsConfig config, RestoreMeters restores, StreamsFaults faults, KafkaLink link) {
        this.faults = faults;
        this.link = link;
        threads = config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
        streams = new KafkaStreams(topology, config, faults.clients());
        this.restores = new RestoreWatch(restores, System::nanoTime);
        streams.setGlobalStateRestoreListener(this.restores);
        streams.setUncaughtExceptionHandler(faults);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                faults.running();
            } else if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                stopped.countDown();
            }
        });
    }

    public void start() {
        streams.start();
        watch.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            link.take(streams.metrics(), streams.state() == KafkaStreams.State.RUNNING);
            keepThreads();
            hasComplained = false;
        } catch (RuntimeException e) {
            if (!hasComplained) {
                LOG.warn("Could not look after Kafka Streams, will do so again: {}", RootCause.sentence(e));
            }
            hasComplained = true;
        }
    }

    /** A thread that ends is replaced, unless its clients cannot be made: then, say, no broker's name is known for a while. */
    private void keepThreads() {
        boolean lacks = streams.metadataForLocalThreads().size() < threads;
        if (lacks && lacksThreads && streams.state().isRunningOrRebalancing()) {
            streams.addStreamThread().ifPresent(name -> LOG.warn("A stream thread was not replaced; now {} is", name));
        }
        lacksThreads = lacks;
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
        Optional<Throwable> cause = faults.cause();
        if (cause.isPresent()) {
            return cause.map(thrown -> "stopped by " + thrown);
        }
        KafkaStreams.State state = streams.state();
        return state == KafkaStreams.State.RUNNING
                ? link.obstacle()
                : Optional.of("Kafka Streams is " + state.name().toLowerCase(java.util.Locale.ROOT));
    }

    /** False once stopped for good. */
    public boolean isAlive() {
        return stopped.getCount() > 0;
    }

    /** Waits for the end; returns what caused it, empty after a wanted {@link #close}. */
    public Optional<Throwable> awaitStop() throws InterruptedException {
        stopped.await();
        return faults.cause();
    }

    @Override
    public void close() {
        watch.shutdownNow();
        faults.close();
        if (!streams.close(CLOSE_TIMEOUT)) {
            LOG.warn("Kafka Streams did not stop within {} s", CLOSE_TIMEOUT.toSeconds());
        }
        stopped.countDown();
    }
}
