package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunPaused;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import io.neuralentropy.monitor.snapshot.Standing;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One task's processor by itself: what happens when Kafka Streams begins it again, and when runs have to make room. */
class EventProcessorTest {
    private static final long START = 1_764_000_000_000L;

    private final LiveSnapshots live = new LiveSnapshots();
    private final RunSlots slots = new RunSlots(3);
    private final StateMemory memory = new StateMemory(64 << 10);
    private final EventProcessor processor = new EventProcessor(
            TopologySettings.defaults().maxRuns(3),
            Drive.ONE_PARTITION,
            new RunShelf(live, PublishedRuns.NONE, slots, memory),
            IntakeMeters.NONE);
    private MockProcessorContext<byte[], byte[]> context;
    private long now = START;

    @BeforeEach
    void start() {
        context = newContext();
        processor.init(context);
    }

    private MockProcessorContext<byte[], byte[]> newContext() {
        MockProcessorContext<byte[], byte[]> made = new MockProcessorContext<>();
        made.setCurrentSystemTimeMs(now);
        made.setRecordMetadata("neural-entropy.events", 0, 0);
        for (String store : new String[] {RunStore.NAME, RunLedger.NAME, GroupWriter.STORE}) {
            addStore(made, store);
        }
        return made;
    }

    private static void addStore(MockProcessorContext<byte[], byte[]> context, String name) {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    private void send(Event event) {
        byte[] key = event.run().getBytes(UTF_8);
        processor.process(new Record<>(key, new EventCodec().encode(event), now));
    }

    private static Step step(String run, long number) {
        return Step.of(new Origin(run, 0, 0, number), number).loss(1).build();
    }

    private void pass(Duration time) {
        now += time.toMillis();
        context.setCurrentSystemTimeMs(now);
        context.scheduledPunctuators().forEach(due -> due.getPunctuator().punctuate(now));
    }

    private long deadLetters() {
        return context.forwarded().stream()
                .filter(forwarded ->
                        forwarded.childName().filter("dead-letters"::equals).isPresent())
                .count();
    }

    @Test
    void whatWasNotPublishedBeforeItBeganAgainIsForgotten() {
        send(step("gone", 1));
        // as after a corrupted task: the store is empty, no close in between
        context = newContext();
        processor.init(context);
        pass(Duration.ofSeconds(1));
        assertTrue(live.all().isEmpty());
        assertEquals(64 << 10, memory.share(), "it is one task still");
        send(step("a", 1));
        pass(Duration.ofSeconds(1));
        assertEquals(1, live.all().size());
    }

    @Test
    void aNewRunTakesThePlaceOfOneThatSaidLittleLongAgo() {
        send(step("mistyped", 1));
        for (long step = 1; step <= 100; step++) {
            send(step("paused", step));
            send(step("busy", step));
        }
        pass(Duration.ofMinutes(30));
        send(step("busy", 101));
        send(step("new", 1));
        pass(Duration.ofSeconds(1));
        assertTrue(live.find("new").isPresent());
        assertTrue(live.find("mistyped").isEmpty());
        assertTrue(live.find("paused").isPresent(), "100 steps are worth more than half an hour");
        assertEquals(0, deadLetters());
    }

    @Test
    void noRunThatSpeaksMakesRoom() {
        for (String run : new String[] {"a", "b", "c"}) {
            for (long step = 1; step <= 10; step++) {
                send(step(run, step));
            }
        }
        pass(Duration.ofMinutes(5));
        send(step("new", 1));
        assertEquals(1, deadLetters());
        pass(Duration.ofMinutes(10));
        send(step("new", 1));
        assertEquals(1, deadLetters(), "ten steps and a quarter of an hour");
    }

    @Test
    void aFinishedRunMakesRoomAfterAnHour() {
        for (String run : new String[] {"a", "b", "c"}) {
            for (long step = 1; step <= 2000; step++) {
                send(step(run, step));
            }
        }
        send(new RunFinished(new Origin("b", 0, 0, 1), RunFinished.Status.COMPLETED, null, 2000));
        pass(Duration.ofMinutes(61));
        send(step("new", 1));
        pass(Duration.ofSeconds(1));
        assertTrue(live.find("new").isPresent());
        assertTrue(live.find("b").isEmpty());
    }

    @Test
    void statesThatLeaveTheHeapAreReadAgain() {
        StateMemory one = new StateMemory(1);
        EventProcessor small = new EventProcessor(
                TopologySettings.defaults(),
                Drive.ONE_PARTITION,
                new RunShelf(live, PublishedRuns.NONE, new RunSlots(1000), one),
                IntakeMeters.NONE);
        small.init(context);
        EventCodec codec = new EventCodec();
        for (long step = 1; step <= 300; step++) {
            for (int run = 0; run < 5; run++) {
                Step event = step("run-" + run, step);
                small.process(new Record<>(event.run().getBytes(UTF_8), codec.encode(event), now));
            }
        }
        pass(Duration.ofSeconds(1));
        live.all().forEach(run -> {
            assertEquals(300, run.counts().accepted(), run.run());
            assertEquals(300, run.step());
            assertEquals(1, run.progress().loss());
            assertEquals(278, run.curve().size());
        });
        assertEquals(5, live.all().size());
    }

    private void sendNow(long number) {
        send(Step.of(new Origin("a", 0, 0, now), number).loss(1).seconds(0.4).build());
    }

    private Standing standing() {
        return live.find("a").orElseThrow().standing();
    }

    @Test
    void silencesAreMeasuredByWhenEventsComeAndNotForgotten() {
        sendNow(1);
        pass(Duration.ofMinutes(3));
        sendNow(2);
        pass(Duration.ofSeconds(1));
        assertEquals(360, standing().silence().allowedSeconds());
        send(new RunPaused(new Origin("a", 0, 0, now), "evaluation", 900, 2));
        processor.init(context);
        assertEquals(1800, standing().silence().allowedSeconds(), "the store knows what was declared");
        sendNow(3);
        pass(Duration.ofSeconds(1));
        assertNull(standing().silence().paused());
        assertEquals(360, standing().silence().allowedSeconds());
    }
}
