package io.neuralentropy.monitor.streams;

import io.neuralentropy.monitor.topology.IntakeMeters;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a fault. One of the way to Kafka is waited out, however long it takes; one of a record takes that record out
 * of the way; any other gets a new thread, whose tasks read their state anew, for as long as it may be a passing one. What stays
 * stops the monitor and is its cause, and so does what comes before the first event could be read. Thread-safe.
 */
public final class StreamsFaults implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsFaults.class);
    private static final Duration TOPIC_PATIENCE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Between the end of a thread and the next one. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final RecordFailures failures;
    private final SendLimits limits;
    private final StreamsClients clients;
    private final RecordGuard recordGuard;
    private final Patience topicPatience;
    private final Patience patience;
    private final Duration pause;
    private final AtomicReference<Throwable> cause = new AtomicReference<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean hasRun;

    /**
     * @param intake counts dead letters
     * @param sends counts what is left out
     */
    public StreamsFaults(IntakeMeters intake, SendMeters sends) {
        this(intake, sends, System::nanoTime, PAUSE);
    }

    StreamsFaults(IntakeMeters intake, SendMeters sends, LongSupplier nanoTime, Duration pause) {
        this.pause = pause;
        failures = new RecordFailures(nanoTime);
        topicPatience = new Patience(TOPIC_PATIENCE, nanoTime);
        patience = new Patience(PATIENCE, nanoTime);
        limits = new SendLimits(sends);
        clients = new StreamsClients(limits);
        recordGuard = new RecordGuard(failures, intake);
    }

    /** Adds to the settings of Kafka Streams that faults are dealt with here. */
    public void addTo(Map<String, Object> streamsConfig) {
        recordGuard.addTo(streamsConfig);
        new SendGuard(limits).addTo(streamsConfig);
    }

    /** Clients that belong to these settings. */
    KafkaClientSupplier clients() {
        return clients;
    }

    /** All tasks have their state: what they fail with from now on may pass. */
    void running() {
        hasRun = true;
    }

    /** No thread waits any longer. */
    void close() {
        closing.countDown();
    }

    /** What stopped the monitor; empty while nothing did. */
    Optional<Throwable> cause() {
        return Optional.ofNullable(cause.get());
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable thrown) {
        if (failures.isRetry(thrown)) {
            return replace();
        }
        if (mayPass(thrown)) {
            LOG.warn("A stream thread failed, another takes its place: {}", thrown.toString());
            pause();
            return replace();
        }
        cause.compareAndSet(null, thrown);
        LOG.error("The monitor stops: a stream thread failed", thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private StreamThreadExceptionResponse replace() {
        clients.replacing();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private boolean mayPass(Throwable thrown) {
        if (KafkaFaults.has(thrown, Error.class)) {
            return false;
        }
        if (KafkaFaults.passes(thrown)) {
            return true;
        }
        // the group's leader may not have the topics' metadata yet, after a broker came back or while a topic is made
        if (thrown instanceof MissingSourceTopicException) {
            return topicPatience.lasts();
        }
        return hasRun && patience.lasts();
    }

    private void pause() {
        try {
            closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
