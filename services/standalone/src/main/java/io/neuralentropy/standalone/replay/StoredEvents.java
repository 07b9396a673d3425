package io.neuralentropy.standalone.replay;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Reads events where they are kept: in a file of JSON lines, or in the topic. In the order in which a monitor meets them. */
public final class StoredEvents {
    private StoredEvents() {}

    /**
     * Reads a file to its end.
     *
     * @return what the monitor would refuse
     * @throws ReplayException when the file cannot be read
     */
    public static Check ofFile(Source source, Consumer<Event> taker) {
        Check check = new Check();
        try (LineReader reader = source.open()) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                if (!line.isBlank()) {
                    check.event(line).ifPresent(taker);
                }
            }
        } catch (IOException unreadable) {
            throw source.unreadable(unreadable);
        }
        return check;
    }

    /**
     * Reads the events of a run from the topic, up to its present end.
     *
     * @param client Kafka's address, security
     * @param timeout how long Kafka may be silent
     * @throws ReplayException when the topic cannot be read
     */
    public static void ofTopic(Map<String, Object> client, Duration timeout, String run, Consumer<Event> taker) {
        EventCodec codec = new EventCodec();
        new RunRecords(client, timeout, run).read(new RunRecords.Taker() {
            @Override
            public void record(byte[] key, byte[] value) {
                if (codec.decode(key, value) instanceof Decoded.Accepted accepted) {
                    taker.accept(accepted.event());
                }
            }

            @Override
            public void read(double share) {}
        });
    }
}
