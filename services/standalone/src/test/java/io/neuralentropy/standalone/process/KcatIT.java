package io.neuralentropy.standalone.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where kcat, and with it any client that is built on librdkafka, places the keys of runs. */
class KcatIT {
    private static final int RUNS = 64;

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private int partitions;

    @BeforeEach
    void start() {
        assumeTrue(OutsideProgram.isInstalled("kcat"), "kcat is not installed (package kcat)");
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        partitions = TopicSetup.ensure(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        TopicSettings.defaults(),
                        Duration.ofSeconds(60))
                .eventPartitions();
    }

    @AfterEach
    void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    /** Of the runs sent, how many lie where Kafka's Java clients put them. */
    private long placedAsByJava(String... options) throws IOException {
        List<String> lines = IntStream.range(0, RUNS)
                .mapToObj(i -> "run-" + i + "|{\"run\":\"run-" + i + "\"}")
                .toList();
        Path file = Files.write(directory.resolve("events"), lines);
        List<String> kcat = new ArrayList<>(
                List.of("kcat", "-P", "-b", broker.bootstrapServers(), "-t", "neural-entropy.events", "-K", "|"));
        kcat.addAll(List.of(options));
        kcat.addAll(List.of("-l", file.toString()));
        try (Program program = Program.run(kcat)) {
            assertEquals(0, program.exitCode(), program.err().toString());
        }
        try (TopicReader topic = new TopicReader(broker.bootstrapServers())) {
            return topic.records().stream()
                    .filter(record -> record.partition() == Utils.toPositive(Utils.murmur2(record.key())) % partitions)
                    .map(record -> new String(record.key(), UTF_8))
                    .distinct()
                    .count();
        }
    }

    @Test
    void withTheOptionOfTheManualIsWhereJavasClientsPlaceThem() throws IOException {
        assertEquals(RUNS, placedAsByJava("-X", "partitioner=murmur2_random"));
    }

    /** Why there is the option. */
    @Test
    void withoutItIsMostlyElsewhere() throws IOException {
        assertTrue(placedAsByJava() < RUNS / 2);
    }
}
