package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that an earlier version kept in a partition that does not own them. */
class ForeignRunsTest {
    private static final List<String> RUNS = List.of("run-0", "run-1", "run-2", "run-3", "run-4", "run-5");

    private final LiveSnapshots live = new LiveSnapshots();
    private MockProcessorContext<byte[], byte[]> context;

    @BeforeEach
    void makeStores(@TempDir Path directory) {
        Properties config = new Properties();
        File state = directory.toFile();
        context = new MockProcessorContext<>(config, new TaskId(0, 0), state);
        context.setRecordMetadata(Topics.EVENTS, 0, 0);
        context.setCurrentSystemTimeMs(1_764_000_000_000L);
        for (String name : List.of(RunStore.NAME, RunLedger.NAME, GroupWriter.STORE)) {
            KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                    .withLoggingDisabled()
                    .withCachingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        }
    }

    private EventProcessor start(int partitions) {
        EventProcessor processor = new EventProcessor(
                TopologySettings.defaults(),
                new Partitioning(partitions),
                new RunShelf(live, PublishedRuns.NONE, new RunSlots(100), StateMemory.ofHeap()),
                IntakeMeters.NONE);
        processor.init(context);
        return processor;
    }

    private static void send(EventProcessor processor, String run) {
        Step step = Step.of(new Origin(run, 0, 0, 1), 1).loss(1).build();
        processor.process(new Record<>(run.getBytes(UTF_8), new EventCodec().encode(step), 1_764_000_000_000L));
    }

    private TreeSet<String> stored(String store) {
        TreeSet<String> runs = new TreeSet<>();
        try (KeyValueIterator<Bytes, byte[]> all =
                context.<KeyValueStore<Bytes, byte[]>>getStateStore(store).all()) {
            all.forEachRemaining(record -> runs.add(new String(record.key.get(), UTF_8).split("\0", 2)[0]));
        }
        return runs;
    }

    @Test
    void areNeitherPublishedNorKept() {
        EventProcessor before = start(1);
        RUNS.forEach(run -> send(before, run));
        before.close();
        assertEquals(new TreeSet<>(RUNS), stored(RunStore.NAME));

        Partitioning two = new Partitioning(2);
        TreeSet<String> own =
                new TreeSet<>(RUNS.stream().filter(run -> two.owns(run, 0)).toList());
        assertFalse(own.isEmpty() || own.size() == RUNS.size());
        start(2);
        assertEquals(
                own, new TreeSet<>(live.all().stream().map(RunSnapshot::run).toList()));
        assertEquals(own, stored(RunStore.NAME));
        assertEquals(own, stored(RunLedger.NAME));
    }
}
