package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * events → runs with their stores → run metrics, changes of state, dead letters, and what runs tell their groups; that →
 * groups with their store. Two sub-topologies, parted by a topic: runs of one group are in many partitions. Events in a partition
 * that does not own their run go round by a topic of their own. Every node, store and topic is named.
 */
public final class MonitorTopology {
    static final String SOURCE = "events";
    static final String PROCESSOR = "runs";
    static final String DEAD_LETTER_SINK = "dead-letters";
    static final String RUN_METRICS_SINK = "run-metrics";
    static final String RUN_CURVES_SINK = "run-curves";
    static final String RUN_STATES_SINK = "run-states";
    static final String REROUTED_SINK = "rerouted";

    static final String GROUP_RUNS_SINK = "to-groups";
    static final String GROUP_SOURCE = "group-runs";
    static final String GROUP_PROCESSOR = "groups";

    private MonitorTopology() {}

    /**
     * Builds the topology; its processors publish to {@code live} and {@code groups} and count with {@code meters}.
     *
     * @param partitioning of the topic of events as it is, not as it would be made
     * @param published what must not be overwritten by less
     */
    public static Topology build(
            TopologySettings settings,
            Partitioning partitioning,
            LiveSnapshots live,
            LiveGroups groups,
            PublishedRuns published,
            IntakeMeters meters) {
        Topology topology = new Topology();
        RunShelf shelf = new RunShelf(live, published, new RunSlots(settings.maxRuns()), StateMemory.ofHeap());
        addRuns(topology, settings, partitioning, shelf, meters);
        addGroups(topology, settings, groups, meters);
        return topology;
    }

    private static void addRuns(
            Topology topology,
            TopologySettings settings,
            Partitioning partitioning,
            RunShelf shelf,
            IntakeMeters meters) {
        addSource(topology, SOURCE, Topics.EVENTS, Topics.REROUTED);
        topology.addProcessor(PROCESSOR, () -> new EventProcessor(settings, partitioning, shelf, meters), SOURCE);
        topology.addStateStore(store(RunStore.NAME, settings), PROCESSOR);
        topology.addStateStore(store(RunLedger.NAME, settings), PROCESSOR);
        topology.addStateStore(store(GroupWriter.STORE, settings), PROCESSOR);
        topology.addSink(
                RUN_METRICS_SINK, Topics.RUN_METRICS, new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
        topology.addSink(
                RUN_CURVES_SINK,
                Topics.RUN_CURVES,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                (topic, key, value, partitions) -> CurveWriter.partition(key, partitions),
                PROCESSOR);
        topology.addSink(
                RUN_STATES_SINK, Topics.RUN_STATES, new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
        topology.addSink(
                DEAD_LETTER_SINK, Topics.DEAD_LETTERS, new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
        addSink(topology, GROUP_RUNS_SINK, Topics.GROUP_RUNS, GroupRecord::partition);
        // a topic with fewer partitions than it should have must not end the monitor: what so goes astray is a dead
        // letter
        addSink(topology, REROUTED_SINK, Topics.REROUTED, (key, partitions) -> partitioning.of(key) % partitions);
    }

    private static void addSource(Topology topology, String name, String... topics) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                new ArrivalTime(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics);
    }

    private static void addSink(Topology topology, String name, String to, ToIntBiFunction<byte[], Integer> partition) {
        topology.addSink(
                name,
                to,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                (String topic, byte[] key, byte[] value, int partitions) ->
                        Optional.of(Set.of(partition.applyAsInt(key, partitions))),
                PROCESSOR);
    }

    private static void addGroups(
            Topology topology, TopologySettings settings, LiveGroups groups, IntakeMeters meters) {
        addSource(topology, GROUP_SOURCE, Topics.GROUP_RUNS);
        topology.addProcessor(GROUP_PROCESSOR, () -> new GroupProcessor(settings, groups, meters), GROUP_SOURCE);
        topology.addStateStore(store(GroupProcessor.STORE, settings), GROUP_PROCESSOR);
    }

    /** Cached: a run's records change with every event, yet need to reach the changelog only once per commit. */
    private static StoreBuilder<?> store(String name, TopologySettings settings) {
        KeyValueBytesStoreSupplier supplier =
                settings.inMemory() ? Stores.inMemoryKeyValueStore(name) : Stores.persistentKeyValueStore(name);
        StoreBuilder<org.apache.kafka.streams.state.KeyValueStore<Bytes, byte[]>> builder =
                Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray());
        return builder.withCachingEnabled().withLoggingEnabled(Map.of());
    }
}
