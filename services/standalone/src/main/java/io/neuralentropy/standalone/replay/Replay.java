package io.neuralentropy.standalone.replay;

import io.neuralentropy.events.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends a file's lines to the topic of events, in order, each as it stands. It waits when Kafka is slow; it stops at the
 * first line that Kafka does not take. {@code lines = acknowledged + failed}.
 */
public final class Replay {
    private final Source source;
    private final Map<String, Object> client;
    private final Duration timeout;
    private final Check check = new Check();
    private final Acknowledgements acknowledgements = new Acknowledgements();
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
                EventProducer producer = new EventProducer(client, timeout)) {
            sendAll(reader, producer, strict, listener);
            producer.flush();
        } catch (IOException unreadable) {
            throw source.unreadable(unreadable);
        }
        acknowledgements.throwFailure();
    }

    private void sendAll(LineReader reader, EventProducer producer, boolean strict, Listener listener)
            throws IOException {
        for (Line line = reader.next(); line != null && !acknowledgements.hasFailed(); line = reader.next()) {
            if (!line.isBlank()) {
                send(producer, line, strict);
                listener.sent(lines, reader.bytesRead());
            }
        }
    }

    private void send(EventProducer producer, Line line, boolean strict) {
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
        producer.send(new ProducerRecord<>(Topics.EVENTS, key, line.bytes()), acknowledgements.of(() -> place(line)));
    }

    private void fail(Line line, String why) {
        acknowledgements.fail(place(line), why);
    }

    private String place(Line line) {
        return "line " + line.number() + " of " + source;
    }

    /** Lines handed to Kafka. */
    public long lines() {
        return lines;
    }

    /** Lines that Kafka has for good. */
    public long acknowledged() {
        return acknowledgements.count();
    }

    /** What the monitor will say of them. */
    public Check check() {
        return check;
    }
}
