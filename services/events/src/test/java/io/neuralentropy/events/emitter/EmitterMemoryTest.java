package io.neuralentropy.events.emitter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Profile;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.topics.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an emitter takes of the heap while Kafka is away. */
@Timeout(60)
class EmitterMemoryTest {
    private static final int BINS = 256;
    private static final long MEBIBYTE = 1 << 20;

    private static EmitterSettings settings(String servers, long bytes) {
        return new EmitterSettings(
                Map.of("bootstrap.servers", servers), Topics.EVENTS, 32_768, bytes, Duration.ofMillis(100));
    }

    private static Event withProfile(long step) {
        return Step.of(new Origin("vpx-d9-s1", 0, 0, step), step)
                .loss(0.5)
                .neuralEntropy(new Moments(1, 1, 32))
                .learnedEntropy(new Moments(1, 1, 32))
                .profile(new Profile(new long[BINS], new double[BINS], new double[BINS]))
                .build();
    }

    @Test
    void isBoundedWhateverTheEventsCarry() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LogLines log = new LogLines()) {
            KafkaEmitter emitter = KafkaEmitter.open(settings("127.0.0.1:" + mute.getLocalPort(), 48 * MEBIBYTE));
            long before = UsedHeap.bytes();
            for (int i = 1; i <= 32_768; i++) {
                emitter.emit(withProfile(i));
            }
            long held = UsedHeap.bytes() - before;
            assertTrue(held < 50 * MEBIBYTE, held / MEBIBYTE + " MiB are held");
            assertTrue(emitter.counts().pending() > 6_000, emitter.counts().toString());
            assertTrue(emitter.heldBytes() <= 48 * MEBIBYTE, emitter.heldBytes() + " bytes");
            assertTrue(emitter.heldBytes() > held * 9 / 10, emitter.heldBytes() + " bytes are an estimate of " + held);
            emitter.close();
            assertEquals(0, emitter.heldBytes());
            assertTrue(
                    log.all().get(0).contains("events given up so far"),
                    log.all().toString());
        }
    }

    @Test
    void isGivenBackByWhatIsAcknowledgedAndByWhatIsGivenUp() {
        ManualProducer producer = new ManualProducer();
        KafkaEmitter emitter = new KafkaEmitter(settings("unused:1", 2 * MEBIBYTE), producer);
        for (int i = 1; i <= 1_000; i++) {
            emitter.emit(withProfile(i));
        }
        long taken = emitter.counts().pending();
        assertTrue(taken > 250 && taken < 400, emitter.counts().toString());
        Await.until("all are in flight", () -> producer.history().size() == taken);
        assertTrue(emitter.heldBytes() > 2 * MEBIBYTE - 10_000, "in flight they are held still");
        while (producer.completeNext()) {
            // all of them
        }
        assertEquals(0, emitter.heldBytes());
        emitter.emit(withProfile(1_001));
        emitter.close();
        assertEquals(0, emitter.heldBytes());
        assertEquals(1_001, emitter.counts().acknowledged() + emitter.counts().dropped());
    }

    @Test
    void isNotTakenByAnEventLargerThanAllOfIt() {
        try (LogLines log = new LogLines();
                KafkaEmitter emitter = new KafkaEmitter(settings("unused:1", 2 * MEBIBYTE), new ManualProducer())) {
            emitter.emit(Step.of(new Origin("a", 0, 0, 1), 1)
                    .layerEntropy(Map.of("x".repeat(1 << 20), 1.0))
                    .build());
            assertEquals(1, emitter.counts().dropped());
            Await.until("the log says why", () -> !log.all().isEmpty());
            assertTrue(
                    log.all().get(0).contains("larger than all memory"),
                    log.all().toString());
        }
    }
}
