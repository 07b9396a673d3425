package io.neuralentropy.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.emitter.EmitterSettings;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.events.emitter.KafkaEmitter;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import io.neuralentropy.standalone.process.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emitter through an outage of a real broker. */
class EmitterIT {
    private static final int STEPS = 500;
    private static final int CAPACITY = 700;
    /** Of events, and of the producer's buffer. */
    private static final long MEMORY_BYTES = (48 + 16) << 20;

    @TempDir
    private Path data;

    private long emitted;

    private void emit(EventSink sink, int count) {
        for (int i = 0; i < count; i++) {
            emitted++;
            sink.emit(Step.of(new Origin("outage", 0, 0, emitted), emitted).build());
        }
    }

    private static void awaitAcknowledged(EventSink sink, long count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (sink.counts().acknowledged() < count) {
            assertTrue(System.nanoTime() < deadline, sink.counts().toString());
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static EmbeddedBroker start(int port, Path data) {
        EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(BrokerSettings.LOOPBACK, port, data));
        TopicSetup.ensure(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                TopicSettings.defaults(),
                Duration.ofSeconds(60));
        return broker;
    }

    @Test
    void losesNothingOfWhatItHoldsAndCountsWhatItCannot() {
        EmbeddedBroker broker = start(0, data);
        String address = broker.bootstrapServers();
        EmitterSettings settings = new EmitterSettings(
                Map.of("bootstrap.servers", address), Topics.EVENTS, CAPACITY, Duration.ofSeconds(60));
        KafkaEmitter emitter = KafkaEmitter.open(settings);
        try (emitter) {
            emit(emitter, STEPS);
            awaitAcknowledged(emitter, STEPS);

            broker.close();
            emit(emitter, CAPACITY + 50); // the calls return although nobody takes the events
            assertEquals(new EventSink.Counts(STEPS + CAPACITY + 50, STEPS, 50), emitter.counts());

            broker = start(Integer.parseInt(address.split(":")[1]), data);
            awaitAcknowledged(emitter, STEPS + CAPACITY);
            emit(emitter, 1);
        }
        assertEquals(new EventSink.Counts(emitted, emitted - 50, 50), emitter.counts());
        assertOnTheTopic(address);
        broker.close();
    }

    /** The producer's share with it: it has met the broker, so that it takes events into its own buffer too. */
    @Test
    void takesNoMoreMemoryThanItsSettingsSay() {
        EmbeddedBroker broker = start(0, data);
        try (KafkaEmitter emitter = KafkaEmitter.open(EmitterSettings.to(broker.bootstrapServers()))) {
            emit(emitter, 1);
            awaitAcknowledged(emitter, 1);
            broker.close();
            long before = usedHeap();
            for (int i = 0; i < 100_000; i++) {
                emitter.emit(withProfile(i + 2));
            }
            long taken = usedHeap() - before;
            assertTrue(taken < MEMORY_BYTES, taken + " bytes");
            assertTrue(emitter.counts().dropped() > 50_000, emitter.counts().toString());
        }
    }

    private static Event withProfile(long step) {
        return Step.of(new Origin("outage", 0, 0, step), step)
                .loss(0.5)
                .profile(new Profile(new long[48], new double[48], new double[48]))
                .build();
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void assertOnTheTopic(String address) {
        List<Long> expected = LongStream.rangeClosed(1, emitted)
                .filter(step -> step <= STEPS + CAPACITY || step == emitted)
                .boxed()
                .toList();
        try (TopicReader topic = new TopicReader(address)) {
            List<Event> events = topic.events("outage");
            assertEquals(
                    expected,
                    events.stream().map(event -> ((Step) event).step()).toList());
        }
    }
}
