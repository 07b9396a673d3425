package io.neuralentropy.monitor.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaLinkTest {
    private final Metrics metrics = new Metrics();
    private long now = 1_000_000;
    private double connections = 2;
    private double responses;
    private double heartbeats;
    private final KafkaLink link = new KafkaLink(() -> now);

    KafkaLinkTest() {
        String client = "app-StreamThread-1-consumer";
        add("connection-count", "consumer-metrics", client, (config, at) -> connections);
        add("response-total", "consumer-metrics", client, (config, at) -> responses);
        add("heartbeat-total", "consumer-coordinator-metrics", client, (config, at) -> heartbeats);
        add("response-total", "consumer-metrics", "app-StreamThread-1-restore-consumer", (config, at) -> at);
    }

    private void add(String name, String group, String client, Measurable value) {
        metrics.addMetric(metrics.metricName(name, group, Map.of("client-id", client)), value);
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    private void pass(int seconds, boolean answers, boolean beats) {
        for (int i = 0; i < seconds; i++) {
            now += 1_000;
            responses += answers ? 2 : 0;
            heartbeats += beats && i % 3 == 0 ? 1 : 0;
            link.take(metrics.metrics(), true);
        }
    }

    @Test
    void allIsWellWhileAnswersCome() {
        pass(100, true, true);
        assertEquals(Optional.empty(), link.obstacle());
        assertTrue(link.isConnected());
        assertTrue(link.isOwner());
        assertEquals(now, link.until());
        assertEquals(1_000_000, link.since());
    }

    @Test
    void aBrokerThatHangsIsNoticedAfterASessionAndSoIsItsReturn() {
        pass(100, true, true);
        long last = now;
        pass(10, false, false);
        assertTrue(link.isConnected());
        pass(1, false, false);
        assertFalse(link.isConnected());
        assertFalse(link.isOwner());
        assertEquals(Optional.of("Kafka has not answered for 11 s"), link.obstacle());
        pass(500, false, false);
        assertEquals(last, link.until());
        pass(1, true, true);
        assertEquals(Optional.empty(), link.obstacle());
        assertEquals(now, link.since());
        assertEquals(now, link.until());
    }

    @Test
    void connectionsThatAreLostAreNoticedAtOnce() {
        pass(100, true, true);
        connections = 0;
        pass(1, false, false);
        assertEquals(Optional.of("no connection to Kafka"), link.obstacle());
        assertTrue(link.isOwner(), "as its session goes on");
    }

    @Test
    void aCoordinatorThatIsSilentTakesTheRunsAwayWhileEventsAreStillRead() {
        pass(100, true, true);
        pass(14, true, false);
        assertTrue(link.isConnected());
        assertFalse(link.isOwner());
        assertTrue(link.obstacle().orElseThrow().startsWith("the coordinator of Kafka's consumer group"));
        link.take(metrics.metrics(), false);
        assertTrue(link.isOwner(), "there are no heartbeats while partitions move");
    }

    @Test
    void aThreadThatIsGoneIsNotWaitedFor() {
        pass(100, true, true);
        pass(20, true, false);
        link.take(Map.of(), true);
        assertTrue(link.isOwner());
    }
}
