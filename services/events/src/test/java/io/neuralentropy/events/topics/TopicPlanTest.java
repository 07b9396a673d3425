package io.neuralentropy.events.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicPlanTest {
    private static final TopicSettings DEFAULTS = TopicSettings.defaults();

    private static Map<String, NewTopic> plan(TopicSettings settings, Map<String, TopicFacts> present) {
        return new TopicPlan(settings, present)
                .topics().stream().collect(Collectors.toMap(NewTopic::name, Function.identity()));
    }

    private static String config(Map<String, NewTopic> plan, String topic, String name) {
        return plan.get(topic).configs().get(name);
    }

    @Test
    void knowsEveryTopic() {
        assertEquals(new HashSet<>(Topics.all()), plan(DEFAULTS, Map.of()).keySet());
    }

    @Test
    void partitionsAreEightAndReplicationIsTheBrokersUnlessSaid() {
        plan(DEFAULTS, Map.of()).values().forEach(topic -> {
            assertEquals(8, topic.numPartitions(), topic.name());
            assertEquals(-1, topic.replicationFactor(), topic.name());
        });
        plan(DEFAULTS.partitions(4).replication(3), Map.of()).values().forEach(topic -> {
            assertEquals(4, topic.numPartitions(), topic.name());
            assertEquals(3, topic.replicationFactor(), topic.name());
        });
    }

    @Test
    void topicsThatGoTogetherHaveAsManyPartitionsAsTheOtherHasWhateverWasAskedFor() {
        Map<String, NewTopic> plan =
                plan(DEFAULTS.partitions(4), Map.of(Topics.EVENTS, Facts.of(12), Topics.RUN_METRICS, Facts.of(6)));
        assertEquals(12, plan.get(Topics.REROUTED).numPartitions());
        assertEquals(6, plan.get(Topics.RUN_CURVES).numPartitions());
        assertEquals(4, plan.get(Topics.RUN_STATES).numPartitions());
    }

    @Test
    void theBrokersClockStampsWhatComesFromOutside() {
        Map<String, NewTopic> plan = plan(DEFAULTS, Map.of());
        Set<String> stamped = plan.keySet().stream()
                .filter(topic -> "LogAppendTime".equals(config(plan, topic, "message.timestamp.type")))
                .collect(Collectors.toSet());
        assertEquals(Set.of(Topics.EVENTS, Topics.REROUTED, Topics.DEAD_LETTERS), stamped);
    }

    /** One that was sent on before the monitor went down has no other place to come back from. */
    @Test
    void reroutedEventsAreKeptAsLongAsEvents() {
        assertEquals("2592000000", config(plan(DEFAULTS, Map.of()), Topics.REROUTED, "retention.ms"));
        Map<String, NewTopic> brief = plan(DEFAULTS.retention(Duration.ofHours(2)), Map.of());
        assertEquals("7200000", config(brief, Topics.REROUTED, "retention.ms"));
        assertEquals("7200000", config(brief, Topics.EVENTS, "retention.ms"));
        assertEquals("60000", rerouted(Facts.of(8, Map.of("retention.ms", "60000"))));
        assertEquals("-1", rerouted(Facts.of(8, Map.of("retention.ms", "-1"))));
        assertEquals("2592000000", rerouted(Facts.of(8)));
    }

    private static String rerouted(TopicFacts events) {
        return config(plan(DEFAULTS, Map.of(Topics.EVENTS, events)), Topics.REROUTED, "retention.ms");
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.partitions(0));
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.replication(0));
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.replication(40_000));
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.retention(Duration.ZERO));
    }

    @Test
    void aMonitorNeedsAsManyPartitionsOfBoth() {
        TopicLayout same = new TopicLayout(8, 8);
        assertEquals(same, same.copartitioned());
        String message = assertThrows(TopicSetupException.class, () -> new TopicLayout(16, 8).copartitioned())
                .getMessage();
        assertEquals(
                "neural-entropy.events has 16 partitions and neural-entropy.rerouted-events has 8, but a monitor needs as many"
                        + " of both. Stop the monitors, delete neural-entropy.rerouted-events and start again: it is made anew"
                        + " (docs/operations.md, Topics).",
                message);
    }
}
