package io.neuralentropy.monitor.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.snapshot.PublishedRuns;
import io.neuralentropy.monitor.topology.IntakeMeters;
import io.neuralentropy.monitor.topology.LiveGroups;
import io.neuralentropy.monitor.topology.LiveSnapshots;
import io.neuralentropy.monitor.topology.MonitorTopology;
import io.neuralentropy.monitor.topology.Partitioning;
import io.neuralentropy.monitor.topology.TopologySettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksMemoryTest {
    private static final long BYTES = 8L << 20;

    @TempDir
    private Path directory;

    @Test
    void holdsWhatAllStoresWriteWithinItsBound() {
        EventCodec codec = new EventCodec();
        try (RocksMemory memory = new RocksMemory(BYTES)) {
            long before = memory.pinnedBytes();
            try (TopologyTestDriver driver = driver(memory)) {
                TestInputTopic<byte[], byte[]> events =
                        driver.createInputTopic(Topics.EVENTS, new ByteArraySerializer(), new ByteArraySerializer());
                long most = 0;
                for (int i = 1; i <= 20_000; i++) {
                    Step step = Step.of(new Origin("run-" + i % 10, 0, 0, i), i)
                            .neuralEntropy(new Moments(i, 1, 4))
                            .build();
                    events.pipeInput(step.run().getBytes(UTF_8), codec.encode(step));
                    most = Math.max(most, memory.usedBytes());
                }
                assertTrue(most > 1 << 20, "about 20 MB were written through it, it held " + most);
                assertTrue(most < BYTES + (2 << 20), "bound " + BYTES + ", held " + most);
            }
            assertEquals(before, memory.pinnedBytes(), 1 << 16, "closed stores hold on to nothing");
        }
    }

    private TopologyTestDriver driver(RocksMemory memory) {
        Map<String, Object> config = new HashMap<>();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        memory.addTo(config);
        Properties properties = new Properties();
        properties.putAll(config);
        TopologySettings settings = TopologySettings.defaults().inMemory(false);
        return new TopologyTestDriver(
                MonitorTopology.build(
                        settings,
                        new Partitioning(1),
                        new LiveSnapshots(),
                        new LiveGroups(),
                        PublishedRuns.NONE,
                        IntakeMeters.NONE),
                properties);
    }
}
