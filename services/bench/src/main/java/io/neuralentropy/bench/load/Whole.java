package io.neuralentropy.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker, a monitor with its defaults, and a producer with the emitter's settings; seen through the monitor's API. */
final class Whole implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EmbeddedBroker broker;
    private final MonitorService monitor;
    private final KafkaProducer<byte[], byte[]> producer;
    private final EventCodec codec = new EventCodec();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    private Whole(EmbeddedBroker broker, MonitorService monitor) {
        this.broker = broker;
        this.monitor = monitor;
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Returns when the monitor processes events. */
    static Whole start() {
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
        try {
            MonitorService monitor = MonitorService.start(MonitorSettings.of(broker.bootstrapServers()));
            Whole whole = new Whole(broker, monitor);
            await("the monitor is ready", Duration.ofMillis(10), monitor::isReady);
            return whole;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    void send(Event event) {
        byte[] key = event.run().getBytes(StandardCharsets.US_ASCII);
        producer.send(new ProducerRecord<>(Topics.EVENTS, key, codec.encode(event)), (metadata, refused) -> {
            if (refused != null) {
                failure.compareAndSet(null, refused);
            }
        });
    }

    /** Returns when the broker has all that was sent. */
    void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("an event was not taken by the broker", failure.get());
        }
    }

    /** The highest step of a run that its published snapshot shows; 0 before the first. */
    long shownStep(String run) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + monitor.httpPort() + "/api/runs/" + run))
                    .build();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    ? json.readTree(answer.body()).path("step").asLong()
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Bytes that the broker keeps of a topic, as they are on its disk; before compaction, which leaves alone what is new. */
    long bytesOf(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
                    .flatMap(broker -> broker.values().stream())
                    .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals(topic))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not tell its sizes", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static void await(String what, Duration between, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(between.toNanos());
        }
    }

    @Override
    public void close() {
        producer.close();
        monitor.close();
        broker.close();
    }
}
