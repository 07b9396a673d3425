package io.neuralentropy.standalone.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.standalone.process.Http;
import io.neuralentropy.standalone.process.Program;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few megabytes in Kafka that are more than a gigabyte once they are unpacked, for a monitor with half a gigabyte of heap. */
class InflatedRecordsIT {
    private static final int RECORDS = 400;
    private static final int BYTES = 3_000_000;

    @TempDir
    private Path directory;

    @Test
    void doNotFillTheHeap() throws ExecutionException, InterruptedException {
        try (Kafka kafka = new Kafka(directory)) {
            kafka.startMonitor().close();
            for (int i = 0; i < RECORDS; i++) {
                kafka.send(new ProducerRecord<>(Topics.EVENTS, i % 2, "large".getBytes(UTF_8), new byte[BYTES]));
            }
            kafka.send(Step.of(new Origin("honest", 0, 0, 1), 1).loss(1).build());
            try (Program monitor = Program.start(
                    directory,
                    "monitor",
                    "--bootstrap-servers=" + kafka.bootstrapServers(),
                    "--http-port=0",
                    "--application-id=small")) {
                String url = monitor.await("Monitor listening on (.*)");
                Http.await(
                        url + "metrics",
                        text -> text.contains("neural_entropy_step{group=\"\",run=\"honest\"} 1.0")
                                && text.contains("dead_letters_total{reason=\"too-large\"} " + (double) RECORDS),
                        "the honest event and all dead letters");
                assertEquals(0, monitor.signal("TERM").exitCode());
            }
        }
    }
}
