package io.neuralentropy.standalone.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.emitter.EmitterSettings;
import io.neuralentropy.events.emitter.EventSink;
import io.neuralentropy.events.emitter.KafkaEmitter;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A topic that is made while events wait for it, as at the start of a training. */
class FreshTopicIT {
    private static final int TOPICS = 5;
    /** Many, so that the broker takes a while to open their logs. */
    private static final int PARTITIONS = 100;

    private static final int EVENTS = 1_000;

    @Test
    void eventsThatWaitedForTheirTopicAllArrive() throws ExecutionException, InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            for (int i = 0; i < TOPICS; i++) {
                String topic = "fresh-" + i;
                try (KafkaEmitter emitter = KafkaEmitter.open(settings(broker, topic))) {
                    emit(emitter, EVENTS / 2);
                    admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)));
                    emit(emitter, EVENTS / 2);
                    awaitAll(emitter, topic);
                }
            }
        }
    }

    /** Any client may send several requests at once, and most do. */
    @Test
    void topicsThatWereSetUpTakeWhatIsSentAtOnceInSeveralRequests() throws ExecutionException, InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
            Map<String, Object> client = Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    broker.bootstrapServers(),
                    ProducerConfig.BATCH_SIZE_CONFIG,
                    100,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    60_000);
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
                TopicSetup.ensure(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        TopicSettings.defaults().partitions(PARTITIONS),
                        Duration.ofSeconds(60));
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                for (int i = 0; i < 10 * PARTITIONS; i++) {
                    byte[] value = new byte[60];
                    sent.add(producer.send(new ProducerRecord<>(Topics.EVENTS, i % PARTITIONS, null, value)));
                }
                for (Future<RecordMetadata> record : sent) {
                    record.get();
                }
            }
        }
    }

    /** Small batches, so that there are many of them. */
    private static EmitterSettings settings(EmbeddedBroker broker, String topic) {
        Map<String, Object> producer = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ProducerConfig.BATCH_SIZE_CONFIG,
                1_000);
        return new EmitterSettings(producer, topic, 2 * EVENTS, Duration.ofSeconds(10));
    }

    private static void emit(EventSink emitter, int count) {
        for (long step = 1; step <= count; step++) {
            emitter.emit(Step.of(new Origin("run", 0, 0, step), step).loss(1).build());
        }
    }

    private static void awaitAll(EventSink emitter, String topic) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (emitter.counts().acknowledged() < EVENTS) {
            assertTrue(System.nanoTime() < deadline, topic + ": " + emitter.counts());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        assertEquals(0, emitter.counts().dropped());
    }
}
