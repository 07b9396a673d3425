package io.neuralentropy.monitor.streams;

import io.neuralentropy.monitor.snapshot.Hearing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether the brokers answer. Kafka Streams stays "running" through an outage, however long, and so does a broker that hangs
 * with its connections open. The metrics of its consumers tell: while all is well each gets an answer twice a second, also when
 * no event comes, and one to a heartbeat every 3 s. To be fed every second or so. Thread-safe.
 */
public final class KafkaLink implements Hearing {
    /** As long as a session: when nothing was heard for this long, nothing is known. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    /** A session and the time between two heartbeats. */
    static final Duration GROUP_SILENCE = Duration.ofSeconds(13);

    private final LongSupplier clock;
    private final Map<String, Pulse> pulses = new HashMap<>();
    private double connections;
    private boolean isRunning;
    private long heardAt;
    private long hearingSince;

    /** @param clock wall clock, ms since the epoch */
    public KafkaLink(LongSupplier clock) {
        this.clock = clock;
        heardAt = clock.getAsLong();
        hearingSince = heardAt;
    }

    /**
     * Takes in what the clients have counted.
     *
     * @param running whether all partitions are owned and none is on its way: else there are no heartbeats
     */
    synchronized void take(Map<MetricName, ? extends Metric> metrics, boolean running) {
        Map<String, double[]> counts = counts(metrics);
        long now = clock.getAsLong();
        isRunning = running;
        connections = 0;
        pulses.keySet().retainAll(counts.keySet());
        boolean answered = false;
        for (Map.Entry<String, double[]> client : counts.entrySet()) {
            double[] count = client.getValue();
            connections += count[Count.CONNECTIONS.ordinal()];
            answered |= pulses.computeIfAbsent(client.getKey(), id -> new Pulse(now))
                    .take(count[Count.RESPONSES.ordinal()], count[Count.HEARTBEATS.ordinal()], now);
        }
        if (answered) {
            if (now - heardAt > SILENCE.toMillis()) {
                hearingSince = now;
            }
            heardAt = now;
        }
    }

    private enum Count {
        CONNECTIONS("consumer-metrics", "connection-count"),
        RESPONSES("consumer-metrics", "response-total"),
        HEARTBEATS("consumer-coordinator-metrics", "heartbeat-total");

        private final String group;
        private final String metric;

        Count(String group, String metric) {
            this.group = group;
            this.metric = metric;
        }
    }

    private static Map<String, double[]> counts(Map<MetricName, ? extends Metric> metrics) {
        Map<String, double[]> counts = new HashMap<>();
        metrics.forEach((name, metric) -> {
            String client = name.tags().getOrDefault("client-id", "");
            for (Count count : Count.values()) {
                if (isMainConsumer(client)
                        && name.name().equals(count.metric)
                        && name.group().equals(count.group)) {
                    counts.computeIfAbsent(client, id -> new double[Count.values().length])[count.ordinal()] +=
                            number(metric);
                }
            }
        });
        return counts;
    }

    /** The one that reads events; the one that restores stores has no work and notices nothing. */
    private static boolean isMainConsumer(String client) {
        return client.endsWith("-consumer") && !client.endsWith("-restore-consumer");
    }

    private static double number(Metric metric) {
        return metric.metricValue() instanceof Number value ? value.doubleValue() : 0;
    }

    /** What is wrong; empty where the brokers answer. */
    synchronized Optional<String> obstacle() {
        if (connections == 0) {
            return Optional.of("no connection to Kafka");
        }
        if (!isConnected()) {
            return Optional.of("Kafka has not answered for " + seconds(heardAt) + " s");
        }
        return isKnownToTheGroup()
                ? Optional.empty()
                : Optional.of(
                        "the coordinator of Kafka's consumer group has not answered for " + seconds(beatAt()) + " s");
    }

    private long seconds(long since) {
        return (clock.getAsLong() - since) / 1000;
    }

    /** Whether any broker has answered of late. */
    public synchronized boolean isConnected() {
        return clock.getAsLong() - heardAt <= SILENCE.toMillis();
    }

    /** Whether no other instance can have got the partitions of this one: its session, as Kafka counts it, goes on. */
    public synchronized boolean isOwner() {
        return isConnected() && isKnownToTheGroup();
    }

    private boolean isKnownToTheGroup() {
        return !isRunning || clock.getAsLong() - beatAt() <= GROUP_SILENCE.toMillis();
    }

    /** Of the thread whose heartbeat has been unanswered for longest. */
    private long beatAt() {
        return pulses.values().stream().mapToLong(Pulse::beatAt).min().orElse(heardAt);
    }

    @Override
    public synchronized long until() {
        return heardAt;
    }

    @Override
    public synchronized long since() {
        return hearingSince;
    }
}
