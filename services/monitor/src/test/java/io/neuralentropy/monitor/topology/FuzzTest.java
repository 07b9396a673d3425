package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.monitor.json.Json;
import io.neuralentropy.monitor.json.RunJson;
import io.neuralentropy.monitor.run.BatchRecomputation;
import io.neuralentropy.monitor.run.RandomRun;
import io.neuralentropy.monitor.run.RunRecords;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/**
 * Everything at once: honest runs, runs that keep to nothing, and records that are no events, through the processor with its stores,
 * which crashes and restarts now and then. Nothing may throw, no record may exceed its bound, and in the end every run is what its
 * accepted events make of it: honest ones by an independent recomputation, the others by a state that never was restarted.
 *
 * <p>{@code -Dfuzz.events=1000000} goes on for as many events, {@code -Dfuzz.seed=2} takes others; the table of docs/operations.md is
 * what this prints.
 */
class FuzzTest {
    private static final long EVENTS = Long.getLong("fuzz.events", 30_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int HONEST_RUNS = 12;
    private static final int HOSTILE_RUNS = 12;
    private static final int COMMIT = 500;
    private static final long START = 1_764_000_000_000L;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final EventCodec codec = new EventCodec();
    private final LiveSnapshots live = new LiveSnapshots();
    private final Counts counts = new Counts();
    private final List<UndoableStore> stores = new ArrayList<>();
    private final HostileEvents hostile = new HostileEvents(SEED);
    private final Map<String, List<Event>> honest = new HashMap<>();
    private final Map<String, Integer> sent = new HashMap<>();
    private final Map<String, RunState> undisturbed = new HashMap<>();
    private final List<Record<byte[], byte[]>> uncommitted = new ArrayList<>();
    private MockProcessorContext<byte[], byte[]> context;
    private EventProcessor processor;
    private long records;
    private long restarts;
    private long crashes;

    private static final class Counts implements IntakeMeters {
        private long events;
        private long deadLetters;
        private long faults;

        @Override
        public void event(String type) {
            events++;
        }

        @Override
        public void deadLetter(String reason) {
            deadLetters++;
        }

        @Override
        public void runFault() {
            faults++;
        }
    }

    @Test
    void everyRunIsWhatItsAcceptedEventsMakeOfIt() {
        for (String name : new String[] {RunStore.NAME, RunLedger.NAME, GroupWriter.STORE}) {
            stores.add(new UndoableStore(
                    Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                            .withLoggingDisabled()
                            .build()));
        }
        begin();
        while (records < EVENTS) {
            send(nextRecord());
            if (uncommitted.size() >= COMMIT) {
                commit();
            }
        }
        finishHonestRuns();
        commit();
        restart();
        punctuate();
        report();
        assertEquals(0, counts.faults, "failures with a run");
        assertTrue(largestRecord() <= RunRecords.MAX_BYTES + 200, "largest record " + largestRecord());
        honest.forEach((run, events) -> assertHonest(events, live.find(run).orElseThrow()));
        undisturbed.forEach((run, state) -> assertEquals(
                withoutWarnings(Snapshooter.of(state)),
                withoutWarnings(live.find(run).orElseThrow()),
                run));
    }

    private void begin() {
        context = new MockProcessorContext<>();
        context.setCurrentSystemTimeMs(START);
        context.setRecordMetadata("neural-entropy.events", 0, 0);
        for (UndoableStore store : stores) {
            if (!store.isOpen()) {
                store.init(context.getStateStoreContext(), store);
            }
            context.addStateStore(store);
        }
        // so little that most states are read again for each event
        RunShelf shelf = new RunShelf(live, PublishedRuns.NONE, new RunSlots(1000), new StateMemory(512 << 10));
        processor = new EventProcessor(TopologySettings.defaults(), Drive.ONE_PARTITION, shelf, counts);
        processor.init(context);
    }

    private Record<byte[], byte[]> nextRecord() {
        int kind = random.nextInt(100);
        if (kind < 3) {
            return junk();
        }
        return record(kind < 45 ? nextHostile() : nextHonest());
    }

    private Event nextHonest() {
        String run = "honest-" + random.nextInt(HONEST_RUNS);
        List<Event> events = honest.computeIfAbsent(run, id -> RandomRun.inOrder(id, SEED + id.hashCode()));
        int next = sent.merge(run, 1, Integer::sum) - 1;
        return next < events.size() ? events.get(next) : nextHostile();
    }

    private void finishHonestRuns() {
        honest.forEach((run, events) -> {
            for (int i = Math.min(sent.get(run), events.size()); i < events.size(); i++) {
                send(record(events.get(i)));
            }
        });
    }

    private Event nextHostile() {
        return hostile.next("hostile-" + random.nextInt(HOSTILE_RUNS));
    }

    private Record<byte[], byte[]> record(Event event) {
        return new Record<>(event.run().getBytes(UTF_8), codec.encode(event), START);
    }

    private Record<byte[], byte[]> junk() {
        byte[] bytes = new byte[random.nextInt(4) == 0 ? 200_000 : random.nextInt(300)];
        random.nextBytes(bytes);
        RecordHeaders headers = new RecordHeaders();
        for (int i = random.nextInt(4) == 0 ? 2000 : 0; i > 0; i--) {
            headers.add("reason", bytes);
        }
        byte[] key = random.nextInt(3) == 0 ? null : bytes;
        byte[] value = random.nextInt(3) == 0 ? null : bytes;
        return new Record<>(key, value, random.nextInt(2) == 0 ? 0 : Long.MAX_VALUE, headers);
    }

    private void send(Record<byte[], byte[]> record) {
        processor.process(record);
        uncommitted.add(record);
        records++;
        if (random.nextInt(20_000) == 0) {
            crash();
        } else if (random.nextInt(20_000) == 0) {
            commit();
            restart();
        }
    }

    private void commit() {
        punctuate();
        uncommitted.forEach(this::takeUndisturbed);
        uncommitted.clear();
        stores.forEach(UndoableStore::commit);
        context.resetForwards();
    }

    private void takeUndisturbed(Record<byte[], byte[]> record) {
        Decoded decoded = codec.decode(record.key(), record.value());
        if (decoded instanceof Decoded.Accepted accepted
                && accepted.event().origin().rank()
                        < TopologySettings.defaults().maxRanks()
                && accepted.event().run().startsWith("hostile")) {
            RunState state = undisturbed.computeIfAbsent(accepted.event().run(), RunState::new);
            Event event = state.plausible(accepted.event(), record.timestamp());
            boolean counts = state.objection(event).isEmpty();
            state.heard(event, record.timestamp());
            if (counts) {
                state.accept(event);
            }
        }
    }

    private void punctuate() {
        context.scheduledPunctuators().forEach(due -> due.getPunctuator().punctuate(START));
    }

    private void restart() {
        processor.close();
        begin();
        restarts++;
    }

    /** What was not committed is lost, and read again. */
    private void crash() {
        stores.forEach(UndoableStore::crash);
        begin();
        crashes++;
        uncommitted.forEach(processor::process);
    }

    private int largestRecord() {
        return stores.stream().mapToInt(UndoableStore::largest).max().orElseThrow();
    }

    private void report() {
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "| %,d records | %d restarts | %d crashes | %,d dead letters | largest record %,d B | heap at the end %d MB%n",
                records,
                restarts,
                crashes,
                counts.deadLetters,
                largestRecord(),
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    /** Of refused events only the processor knows. */
    private static String withoutWarnings(RunSnapshot run) {
        return new String(Json.bytes(json -> RunJson.write(json, run)), UTF_8)
                .replaceAll(",\"warnings\":\\[[^]]*]", "");
    }

    private static void assertHonest(List<Event> events, RunSnapshot run) {
        BatchRecomputation batch = BatchRecomputation.of(events);
        assertEquals(batch.step(), run.step());
        assertEquals(batch.accepted(), run.counts().accepted());
        assertEquals(batch.missing(), run.counts().missing());
        assertEquals(
                batch.received(),
                run.counts().accepted()
                        + run.counts().duplicate()
                        + run.counts().superseded());
        double[] neural = batch.window(Step::neuralEntropy);
        assertEquals(neural[0], run.neuralEntropy().value(), Math.abs(neural[0]) * 1e-12);
        assertEquals(neural[1], run.neuralEntropy().standardError(), neural[1] * 1e-12);
        assertEquals(batch.history().size(), run.curve().size());
    }
}
