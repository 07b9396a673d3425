package io.neuralentropy.standalone.replay;

import io.neuralentropy.events.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends a file's lines to the topic of events, in order, each as it stands. It waits when Kafka is slow; it stops at the
 * first line that Kafka does not take. {@code lines = acknowledged + failed}.
 */
public final class Replay {
    private static final int MEMORY_BYTES = 32 << 20;

    private final Source source;
    private final Map<String, Object> client;
    private final Duration timeout;
    private final Check check = new Check();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Failure> failure = new AtomicReference<>();
    private long lines;

    /**
     * @param client Kafka's address, security
     * @param timeout how long one line may wait for Kafka
     */
    public Replay(Source source, Map<String, Object> client, Duration timeout) {
        this.source = source;
        this.client = Map.copyOf(client);
        this.timeout = timeout;
    }

    /** What is told while lines are sent, after each of them. */
    public interface Listener {
        void sent(long lines, long bytesRead);
    }

    /**
     * Reads the whole source, which must be repeatable, and sends nothing.
     *
     * @return what the monitor would refuse
     */
    public static Check check(Source source) {
        Check check = new Check();
        try (LineReader reader = source.open()) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                if (!line.isBlank() && !line.isTooLong()) {
                    check.accepts(line);
                }
            }
        } catch (IOException unreadable) {
            throw source.unreadable(unreadable);
        }
        return check;
    }

    /**
     * Sends all lines and waits until each is acknowledged.
     *
     * @param strict stop before the first line that the monitor would refuse
     * @throws ReplayException when a line cannot be sent or read; what was acknowledged till then is
     *     {@link #acknowledged}
     */
    public void run(boolean strict, Listener listener) {
        try (LineReader reader = source.open();
                Producer<byte[], byte[]> producer = open()) {
            sendAll(reader, producer, strict, listener);
            producer.flush();
        } catch (IOException unreadable) {
            throw source.unreadable(unreadable);
        }
        throwFailure();
    }

    private void sendAll(LineReader reader, Producer<byte[], byte[]> producer, boolean strict, Listener listener)
            throws IOException {
        for (Line line = reader.next(); line != null && failure.get() == null; line = reader.next()) {
            if (!line.isBlank()) {
                send(producer, line, strict);
                listener.sent(lines, reader.bytesRead());
            }
        }
    }

    private void send(Producer<byte[], byte[]> producer, Line line, boolean strict) {
        if (line.isTooLong()) {
            fail(line, "it has " + line.length() + " bytes, Kafka takes " + LineReader.MAX_BYTES + ": shorten it");
            return;
        }
        if (!check.accepts(line) && strict) {
            fail(line, "it is no valid event, and --strict was asked for");
            return;
        }
        lines++;
        String run = RunKey.of(line.bytes());
        byte[] key = (run == null ? source.fallbackKey() : run).getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(
                    new ProducerRecord<>(Topics.EVENTS, key, line.bytes()),
                    (metadata, problem) -> decided(line, metadata, problem));
        } catch (KafkaException problem) {
            decided(line, null, problem);
        }
    }

    private void decided(Line line, RecordMetadata metadata, Exception problem) {
        if (problem == null) {
            acknowledged.incrementAndGet();
        } else {
            fail(
                    line,
                    "Kafka did not take it (" + problem.getMessage() + "): check the broker, then replay again;"
                            + " lines that arrived are recognised as duplicates");
        }
    }

    /** The first failure is the one that explains the others. */
    private void fail(Line line, String why) {
        failure.compareAndSet(null, new Failure(line.number(), why));
    }

    private void throwFailure() {
        Failure first = failure.get();
        if (first != null) {
            throw new ReplayException("stopped at line " + first.line + " of " + source + ": " + first.why);
        }
    }

    private Producer<byte[], byte[]> open() {
        Map<String, Object> config = new LinkedHashMap<>(client);
        int millis = (int) timeout.toMillis();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // as in the emitter: the leader of a topic just made may otherwise take a second batch and never the first
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, MEMORY_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis - 5));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Lines handed to Kafka. */
    public long lines() {
        return lines;
    }

    /** Lines that Kafka has for good. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** What the monitor will say of them. */
    public Check check() {
        return check;
    }

    private record Failure(long line, String why) {}
}
