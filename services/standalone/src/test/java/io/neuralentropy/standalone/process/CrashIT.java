package io.neuralentropy.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.MonitorSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A monitor whose stream thread fails: it must neither loop nor stay as if it were alive. */
class CrashIT {
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
            try (Program first = monitor(bootstrapServers)) {
                Http.awaitReady(first.await("Monitor listening on (.*)"));
                assertEquals(0, first.signal("TERM").exitCode(), first.err().toString());
            }
            damageTheState(bootstrapServers);
            try (Program second = monitor(bootstrapServers)) {
                assertEquals(1, second.exitCode());
                String last = second.err().get(second.err().size() - 1);
                assertTrue(
                        last.startsWith("neural-entropy: the monitor has stopped: stored state has version 99"), last);
            }
        }
    }

    /** As a later version of the product would leave it: a head record in a layout that this one does not know. */
    private static void damageTheState(String bootstrapServers) {
        byte[] key = ByteBuffer.allocate(11)
                .put((byte) 'a')
                .put((byte) 0)
                .put((byte) 'h')
                .putLong(0)
                .array();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(CHANGELOG, 0, key, new byte[] {99}));
        }
    }
}
