package io.neuralentropy.standalone.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A monitor whose stream thread fails: it must neither loop nor stay as if it were alive. */
class CrashIT {
    private static final byte[] RUN = {'a'};
    private static final String EVENT =
            "{\"schema\":1,\"type\":\"step\",\"run\":\"a\",\"time\":1,\"step\":1,\"loss\":1}";
    private static final String CHANGELOG = MonitorSettings.DEFAULT_APPLICATION_ID + "-run-state-changelog";

    @TempDir
    private Path temporary;

    private Program monitor(String bootstrapServers) {
        return Program.start(
                temporary, "monitor", "--http-port=0", "--threads=2", "--bootstrap-servers=" + bootstrapServers);
    }

    @Test
    void endsTheProcessWithOneAndTheCause() {
        try (Program broker = Program.start(temporary, "broker", "--port=0")) {
            String bootstrapServers = broker.await("Kafka broker listening on (.*)");
            send(bootstrapServers, new ProducerRecord<>(Topics.EVENTS, RUN, EVENT.getBytes(UTF_8)));
            try (Program first = monitor(bootstrapServers)) {
                String monitor = first.await("Monitor listening on (.*)");
                Http.awaitReady(monitor);
                Http.await(monitor + "api/runs/a", answer -> answer.contains("\"step\":1,"), "that it has the step");
                assertEquals(0, first.signal("TERM").exitCode(), first.err().toString());
            }
            damageTheState(bootstrapServers);
            try (Program second = monitor(bootstrapServers)) {
                assertEquals(1, second.exitCode());
                String last = second.err().get(second.err().size() - 1);
                assertTrue(
                        last.startsWith("neural-entropy: the monitor has stopped: stored state has layout 99"), last);
            }
        }
    }

    /** As a later version of the product would leave it: a head record in a layout that this one does not know. */
    private static void damageTheState(String bootstrapServers) {
        byte[] key = ByteBuffer.allocate(11)
                .put(RUN)
                .put((byte) 0)
                .put((byte) 'h')
                .putLong(0)
                .array();
        int partition = Utils.toPositive(Utils.murmur2(RUN)) % TopicSettings.DEFAULT_PARTITIONS;
        send(bootstrapServers, new ProducerRecord<>(CHANGELOG, partition, key, new byte[] {99}));
    }

    private static void send(String bootstrapServers, ProducerRecord<byte[], byte[]> record) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record);
        }
    }
}
