package io.neuralentropy.events.emitter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.emitter.EventSink.Counts;
import io.neuralentropy.events.topics.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KafkaEmitterTest {
    private static final Origin ORIGIN = new Origin("vpx-d9-s1", 0, 0, 1);

    private static Event step(long number) {
        return Step.of(ORIGIN, number).loss(0.5).build();
    }

    private static Event steps(int size) {
        double[] loss = new double[size];
        Arrays.fill(loss, Math.PI);
        return new Steps(
                ORIGIN, 1, size, null, loss, null, null, null, null, null, null, null, null, Map.of(), Map.of());
    }

    private static EmitterSettings settings(String servers, int capacity, Duration closeTimeout) {
        return new EmitterSettings(Map.of("bootstrap.servers", servers), Topics.EVENTS, capacity, closeTimeout);
    }

    private static void assertDecided(Counts counts) {
        assertEquals(0, counts.pending(), counts.toString());
        assertEquals(counts.emitted(), counts.acknowledged() + counts.dropped());
    }

    /** A producer whose answers the test gives. */
    private static class Answers extends MockProducer<byte[], byte[]> {
        Answers(boolean atOnce) {
            super(atOnce, null, new ByteArraySerializer(), new ByteArraySerializer());
        }
    }

    private static KafkaEmitter emitter(int capacity, MockProducer<byte[], byte[]> producer) {
        return new KafkaEmitter(settings("unused:1", capacity, Duration.ofSeconds(20)), producer);
    }

    @Nested
    class WhenKafkaAnswers {
        private final Answers producer = new Answers(true);

        @Test
        void eventsArriveInOrderUnderTheirRunsKeyAndAreCounted() {
            List<Event> sent = List.of(
                    step(1),
                    step(2),
                    new Checkpoint(ORIGIN, 2),
                    new RunFinished(ORIGIN, RunFinished.Status.COMPLETED, null, 2));
            KafkaEmitter emitter = emitter(16, producer);
            sent.forEach(emitter::emit);
            emitter.close();
            assertEquals(new Counts(4, 4, 0), emitter.counts());
            assertTrue(producer.closed());
            EventCodec codec = new EventCodec();
            assertEquals(
                    sent.stream().map(Decoded.Accepted::new).toList(),
                    producer.history().stream()
                            .map(record -> codec.decode(record.key(), record.value()))
                            .toList());
            assertTrue(producer.history().stream()
                    .allMatch(record -> record.topic().equals(Topics.EVENTS)));
        }

        @Test
        void whatComesAfterCloseIsGivenUpAndCounted() {
            KafkaEmitter emitter = emitter(16, producer);
            emitter.emit(step(1));
            emitter.close();
            emitter.emit(step(2));
            emitter.close();
            assertEquals(new Counts(2, 1, 1), emitter.counts());
        }

        @Test
        void noEventIsCountedAsGivenUp() {
            try (KafkaEmitter emitter = emitter(16, producer)) {
                emitter.emit(null);
                assertEquals(new Counts(1, 0, 1), emitter.counts());
            }
        }

        @Test
        void anEventThatIsTooLargeIsGivenUpAndTheNextOnesGoOn() {
            try (LogLines log = new LogLines()) {
                KafkaEmitter emitter = emitter(4096, producer);
                double[] longNumbers = new double[1024];
                Arrays.fill(longNumbers, -Math.PI * 1e-100);
                emitter.emit(new Steps(
                        ORIGIN,
                        1,
                        1024,
                        null,
                        longNumbers,
                        null,
                        null,
                        null,
                        longNumbers,
                        longNumbers,
                        null,
                        null,
                        null,
                        Map.of(),
                        Map.of()));
                emitter.emit(step(1025));
                emitter.close();
                assertEquals(new Counts(2, 1, 1), emitter.counts());
                assertTrue(
                        log.all().get(0).contains("larger than 65536 bytes"),
                        log.all().toString());
            }
        }

        /** As when an executor that trains is shut down: what was said so far must not be lost with it. */
        @Test
        void closingOnAnInterruptedThreadSendsAllThatIsHeldAndKeepsTheInterrupt() {
            KafkaEmitter emitter = emitter(2_000, producer);
            for (int i = 1; i <= 1_000; i++) {
                emitter.emit(step(i));
            }
            Thread.currentThread().interrupt();
            emitter.close();
            assertTrue(Thread.interrupted());
            assertEquals(new Counts(1_000, 1_000, 0), emitter.counts());
        }

        @Test
        void anInterruptWhileItClosesCostsNothing() {
            Answers slow = new Answers(false);
            KafkaEmitter emitter = emitter(16, slow);
            emitter.emit(step(1));
            Await.until("it is in flight", () -> slow.history().size() == 1);
            Thread closing = Thread.currentThread();
            Thread other = new Thread(() -> {
                closing.interrupt();
                slow.completeNext();
            });
            other.start();
            emitter.close();
            Await.until("interrupted", Thread::interrupted);
            assertDecided(emitter.counts());
        }

        @Test
        void closingEndsTheThread() {
            KafkaEmitter emitter = emitter(16, producer);
            assertTrue(emitter.isRunning());
            emitter.close();
            assertFalse(emitter.isRunning());
        }

        @Test
        void manyThreadsMayEmitWhileOneCloses() throws InterruptedException {
            KafkaEmitter emitter = emitter(64, producer);
            Thread[] threads = new Thread[4];
            for (int t = 0; t < threads.length; t++) {
                threads[t] = new Thread(() -> {
                    for (int i = 1; i <= 5_000; i++) {
                        emitter.emit(step(i));
                    }
                });
                threads[t].start();
            }
            Await.until("some are through", () -> emitter.counts().acknowledged() > 10);
            emitter.close();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(20_000, emitter.counts().emitted());
            assertDecided(emitter.counts());
        }
    }

    @Nested
    class WhenKafkaIsSlowOrRefuses {
        private final Answers producer = new Answers(false);

        @Test
        void eventsOnTheirWayTakeRoomUntilTheyAreAcknowledged() {
            KafkaEmitter emitter = emitter(3, producer);
            for (int i = 1; i <= 5; i++) {
                emitter.emit(step(i));
            }
            assertEquals(2, emitter.counts().dropped());
            Await.until("three are in flight", () -> producer.history().size() == 3);
            assertEquals(3, emitter.counts().pending());
            producer.completeNext();
            emitter.emit(step(6));
            assertEquals(new Counts(6, 1, 2), emitter.counts());
            Await.until("the last is in flight", () -> producer.history().size() == 4);
            while (producer.completeNext()) {
                // all of them
            }
            emitter.close();
            assertEquals(new Counts(6, 4, 2), emitter.counts());
        }

        @Test
        void stepsInColumnsTakeRoomByTheirNumber() {
            KafkaEmitter emitter = emitter(10, producer);
            emitter.emit(steps(8));
            emitter.emit(steps(3));
            emitter.emit(steps(2));
            assertEquals(1, emitter.counts().dropped());
            Await.until("two are in flight", () -> producer.history().size() == 2);
            producer.completeNext();
            producer.completeNext();
            emitter.emit(steps(1000));
            Await.until(
                    "one larger than the buffer may go alone",
                    () -> producer.history().size() == 3);
            emitter.emit(step(1));
            assertEquals(2, emitter.counts().dropped());
            producer.completeNext();
            emitter.close();
            assertEquals(new Counts(5, 3, 2), emitter.counts());
        }

        @Test
        void whatIsNeverAnsweredIsGivenUpAtTheEnd() {
            KafkaEmitter emitter = emitter(3, producer);
            emitter.emit(step(1));
            Await.until("it is in flight", () -> producer.history().size() == 1);
            emitter.close();
            assertEquals(new Counts(1, 0, 1), emitter.counts());
            producer.completeNext();
            assertEquals(new Counts(1, 0, 1), emitter.counts(), "a late answer changes nothing");
        }

        @Test
        void whatIsRefusedForGoodIsCountedAndNamed() {
            try (LogLines log = new LogLines()) {
                KafkaEmitter emitter = emitter(3, producer);
                emitter.emit(step(1));
                emitter.emit(step(2));
                Await.until("both are in flight", () -> producer.history().size() == 2);
                producer.errorNext(new RecordTooLargeException("too large for the broker"));
                producer.completeNext();
                emitter.close();
                assertEquals(new Counts(2, 1, 1), emitter.counts());
                assertTrue(
                        log.all().get(0).contains("too large for the broker"),
                        log.all().toString());
            }
        }

        @Test
        void aProducerThatThrowsDoesNotEndTheSender() {
            producer.sendException = new KafkaException("fenced");
            KafkaEmitter emitter = emitter(3, producer);
            emitter.emit(step(1));
            Await.until("it is given up", () -> emitter.counts().dropped() == 1);
            producer.sendException = null;
            emitter.emit(step(2));
            Await.until("the next is in flight", () -> producer.history().size() == 1);
            producer.completeNext();
            emitter.close();
            assertEquals(new Counts(2, 1, 1), emitter.counts());
        }
    }

    @Test
    void anEventThatTheProducerHadNoRoomForIsTriedAgainInItsPlace() {
        Answers producer = new Answers(true) {
            private int refusals = 3;

            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                if (refusals > 0) {
                    refusals--;
                    callback.onCompletion(null, new TimeoutException("no metadata"));
                    return null;
                }
                return super.send(record, callback);
            }
        };
        KafkaEmitter emitter = emitter(8, producer);
        for (int i = 1; i <= 4; i++) {
            emitter.emit(step(i));
        }
        emitter.close();
        assertEquals(new Counts(4, 4, 0), emitter.counts());
        for (int i = 0; i < 4; i++) {
            assertTrue(new String(producer.history().get(i).value(), UTF_8).contains("\"step\":" + (i + 1) + ","));
        }
    }

    @Nested
    class WhenKafkaIsNotThere {
        @Test
        void nothingIsHeldUpAndEverythingIsAccountedFor() throws IOException {
            try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                    LogLines log = new LogLines()) {
                KafkaEmitter emitter =
                        KafkaEmitter.open(settings("127.0.0.1:" + mute.getLocalPort(), 1_000, Duration.ofMillis(500)));
                for (int i = 1; i <= 100_000; i++) {
                    emitter.emit(step(i));
                }
                assertEquals(new Counts(100_000, 0, 99_000), emitter.counts());
                emitter.close();
                assertEquals(new Counts(100_000, 0, 100_000), emitter.counts());
                assertFalse(emitter.isRunning());
                assertFalse(log.all().isEmpty());
                assertTrue(log.all().size() <= 2, log.all().toString());
            }
        }

        @Test
        void closingKeepsAnInterruptAndStillAccountsForEverything() throws IOException {
            try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                    LogLines log = new LogLines()) {
                KafkaEmitter emitter =
                        KafkaEmitter.open(settings("127.0.0.1:" + mute.getLocalPort(), 10, Duration.ofMillis(300)));
                emitter.emit(step(1));
                emitter.emit(step(2));
                Thread.currentThread().interrupt();
                emitter.close();
                assertTrue(Thread.interrupted());
                assertEquals(new Counts(2, 0, 2), emitter.counts());
                assertEquals(1, log.all().size());
            }
        }

        @Test
        void anAddressThatCannotBeIsReportedInOneLine() {
            for (String servers : List.of("no-port-here", "host:99999999", "")) {
                String message = assertThrows(
                                EmitterException.class,
                                () -> KafkaEmitter.open(settings(servers, 10, Duration.ofSeconds(1))))
                        .getMessage();
                assertTrue(message.startsWith("Cannot send events to Kafka at " + servers), message);
                assertEquals(1, message.lines().count(), message);
            }
        }
    }

    @Test
    void whatTheUserSetsGoesBeforeTheEmittersDefaults() {
        Map<String, Object> config = KafkaEmitter.producerConfig(new EmitterSettings(
                Map.of("bootstrap.servers", "a:1", "compression.type", "none"), "t", 1, Duration.ZERO));
        assertEquals("none", config.get("compression.type"));
        assertEquals("all", config.get("acks"));
        assertEquals(true, config.get("enable.idempotence"));
        assertEquals(16 << 20, config.get("buffer.memory"));
        assertEquals(
                "lz4", KafkaEmitter.producerConfig(EmitterSettings.to("a:1")).get("compression.type"));
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> settings("a:1", 0, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> settings("a:1", 1, Duration.ofMillis(-1)));
        assertThrows(
                IllegalArgumentException.class, () -> EmitterSettings.to("a:1").memoryBytes((2 << 20) - 1));
    }
}
