package io.neuralentropy.standalone.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The topic of events is gone for a while, as it is to a broker that has just come back: the monitor joins again. */
class MissingTopicIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Test
    void aMonitorOutlivesATopicThatIsMissingForAWhile() throws ExecutionException, InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            // a client that asks often for metadata notices soon
            MonitorSettings settings =
                    MonitorSettings.of(broker.bootstrapServers()).kafka(Map.of("metadata.max.age.ms", 500), TIMEOUT);
            try (MonitorService monitor = MonitorService.start(settings);
                    Admin admin = Admin.create(kafka)) {
                await("ready", monitor::isReady);
                admin.deleteTopics(List.of(Topics.EVENTS)).all().get();
                await("missing its topic", () -> !monitor.isReady());

                TopicSetup.ensure(kafka, TopicSettings.defaults(), TIMEOUT);
                await("ready again", monitor::isReady);
                send(kafka);
                Scrape.await(monitor.httpPort(), scrape -> scrape.runs().contains("afterwards"));
            }
        }
    }

    private static void send(Map<String, Object> kafka) {
        Step step = Step.of(new Origin("afterwards", 0, 0, 1), 1).loss(0.5).build();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(
                    new ProducerRecord<>(Topics.EVENTS, step.run().getBytes(UTF_8), new EventCodec().encode(step)));
        }
    }

    private static void await(String what, BooleanSupplier wish) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!wish.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "the monitor is not " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
