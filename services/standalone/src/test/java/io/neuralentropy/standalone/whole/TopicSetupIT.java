package io.neuralentropy.standalone.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.neuralentropy.events.topics.TopicLayout;
import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.events.topics.TopicSetup;
import io.neuralentropy.events.topics.TopicSetupException;
import io.neuralentropy.events.topics.Topics;
import io.neuralentropy.monitor.MonitorService;
import io.neuralentropy.monitor.MonitorSettings;
import io.neuralentropy.standalone.broker.BrokerSettings;
import io.neuralentropy.standalone.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Topics on a real broker: new ones, and such as somebody made otherwise. */
class TopicSetupIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Logger logger = (Logger) LoggerFactory.getLogger(TopicSetup.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private EmbeddedBroker broker;
    private Admin admin;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        admin = Admin.create(bootstrap());
        said.start();
        logger.addAppender(said);
        logger.setAdditive(false);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(said);
        logger.setAdditive(true);
        admin.close();
        broker.close();
    }

    private Map<String, Object> bootstrap() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private TopicLayout ensure(TopicSettings settings) {
        said.list.clear();
        return TopicSetup.ensure(bootstrap(), settings, TIMEOUT);
    }

    private List<String> said() {
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void create(String topic, int partitions, Map<String, String> config) {
        get(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(config)))
                .all());
        awaitVisible(topic);
    }

    /** A broker may confirm a topic and not know of it for some milliseconds. */
    private void awaitVisible(String topic) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!get(admin.listTopics().names()).contains(topic)) {
            assertTrue(System.nanoTime() < deadline, topic);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String config(String topic, String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> all =
                get(admin.describeConfigs(List.of(resource)).all());
        return all.get(resource).get(name).value();
    }

    private int partitions(String topic) {
        return get(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .size();
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void newTopicsAreMadeAsAskedForAndNothingIsSaidOfThemThenOrLater() {
        TopicSettings settings =
                TopicSettings.defaults().partitions(3).replication(1).retention(Duration.ofHours(36));
        assertEquals(new TopicLayout(3, 3), ensure(settings));
        assertEquals(List.of(), said());
        assertEquals("LogAppendTime", config(Topics.EVENTS, "message.timestamp.type"));
        assertEquals("129600000", config(Topics.EVENTS, "retention.ms"));
        assertEquals("LogAppendTime", config(Topics.REROUTED, "message.timestamp.type"));
        assertEquals("129600000", config(Topics.REROUTED, "retention.ms"));
        assertEquals("compact", config(Topics.RUN_CURVES, "cleanup.policy"));
        assertEquals("16777216", config(Topics.RUN_CURVES, "segment.bytes"));

        assertEquals(new TopicLayout(3, 3), ensure(settings));
        assertEquals(new TopicLayout(3, 3), ensure(TopicSettings.defaults()));
        assertEquals(List.of(), said());
    }

    @Test
    void topicsThatAreThereAreKeptAsTheyAreAndOthersMadeToFitThem() {
        create(Topics.EVENTS, 4, Map.of("retention.ms", "3600000"));
        create(Topics.RUN_METRICS, 2, Map.of("cleanup.policy", "compact", "segment.ms", "60000"));

        assertEquals(new TopicLayout(4, 4), ensure(TopicSettings.defaults().partitions(8)));

        assertEquals(3, said().size(), said().toString());
        assertTrue(said().get(0).startsWith(Topics.RUN_METRICS + ": 2 partitions, not the 8"), said().toString());
        assertTrue(said().get(1).startsWith(Topics.EVENTS + ": 4 partitions, not the 8"), said().toString());
        assertTrue(said().get(2).startsWith("Compaction of " + Topics.RUN_METRICS), said().toString());
        assertEquals("CreateTime", config(Topics.EVENTS, "message.timestamp.type"));
        assertEquals("3600000", config(Topics.EVENTS, "retention.ms"));
        assertEquals("3600000", config(Topics.REROUTED, "retention.ms"));
        assertEquals(2, partitions(Topics.RUN_CURVES));
        assertEquals(8, partitions(Topics.RUN_STATES));
        assertEquals("60000", config(Topics.RUN_METRICS, "segment.ms"));
        assertEquals("0.1", config(Topics.RUN_METRICS, "min.cleanable.dirty.ratio"));

        ensure(TopicSettings.defaults());
        assertEquals(List.of(), said());
    }

    @Test
    void aMonitorRefusesTopicsThatDoNotGoTogether() {
        create(Topics.EVENTS, 4, Map.of());
        create(Topics.REROUTED, 2, Map.of());
        assertEquals(new TopicLayout(4, 2), ensure(TopicSettings.defaults()));

        MonitorSettings settings = MonitorSettings.of(broker.bootstrapServers());
        String message = assertThrows(TopicSetupException.class, () -> MonitorService.start(settings))
                .getMessage();

        assertTrue(message.startsWith("neural-entropy.events has 4 partitions and"), message);
    }

    @Test
    void aReplicationThatTheBrokerCannotHaveIsRefusedInOneLine() {
        String message = assertThrows(
                        TopicSetupException.class,
                        () -> ensure(TopicSettings.defaults().replication(3)))
                .getMessage();
        assertTrue(message.contains("replication"), message);
        assertEquals(1, message.lines().count(), message);
    }
}
