package io.neuralentropy.standalone.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker of its own, and a client that sends what no well-behaved one does. */
final class Kafka implements AutoCloseable {
    private static final EventCodec CODEC = new EventCodec();

    private final EmbeddedBroker broker;
    private final Path state;
    private final KafkaProducer<byte[], byte[]> producer;

    Kafka(Path directory) {
        broker = EmbeddedBroker.start(new BrokerSettings(BrokerSettings.LOOPBACK, 0, directory.resolve("kafka")));
        state = directory.resolve("state");
        Map<String, Object> config = new HashMap<>(client());
        config.put("compression.type", "lz4");
        config.put("max.request.size", 64 << 20);
        config.put("max.in.flight.requests.per.connection", 1);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Map<String, Object> client() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Makes the topic of events, before the monitor can. */
    void makeEvents(int partitions, Map<String, String> config) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client())) {
            NewTopic events = new NewTopic(Topics.EVENTS, partitions, (short) 1).configs(config);
            admin.createTopics(List.of(events)).all().get();
        }
    }

    /** A monitor with its state on disk, in the same place each time. */
    MonitorService startMonitor() {
        return MonitorService.start(MonitorSettings.of(bootstrapServers()).stateDirectory(state));
    }

    void send(Event event) throws ExecutionException, InterruptedException {
        send(event, null);
    }

    void send(Event event, Integer partition) throws ExecutionException, InterruptedException {
        send(new ProducerRecord<>(Topics.EVENTS, partition, event.run().getBytes(UTF_8), CODEC.encode(event)));
    }

    /** Sends an event with a time that may be none, which Kafka's own client would not. */
    void sendAt(Event event, long timestamp) throws ExecutionException, InterruptedException {
        send(new ProducerRecord<>(Topics.EVENTS, event.run().getBytes(UTF_8), CODEC.encode(event)) {
            @Override
            public Long timestamp() {
                return timestamp;
            }
        });
    }

    /** Returns when the broker has taken the record. */
    void send(ProducerRecord<byte[], byte[]> record) throws ExecutionException, InterruptedException {
        producer.send(record).get();
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}
