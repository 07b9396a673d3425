package io.neuralentropy.monitor.topology;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Whether the brokers answer. Kafka Streams stays "running" through an outage, however long; its consumer's own metrics
 * tell: no connection is open, or no heartbeat was sent for longer than a session lasts.
 */
final class KafkaLink {
    private static final double SILENCE_SECONDS = 15;

    private KafkaLink() {}

    /** What is wrong; empty where the brokers answer. */
    static Optional<String> obstacle(KafkaStreams streams) {
        double connections = 0;
        double silence = 0;
        for (Map.Entry<MetricName, ? extends Metric> entry : streams.metrics().entrySet()) {
            MetricName name = entry.getKey();
            if (isMainConsumer(name.tags().getOrDefault("client-id", ""))) {
                if (is(name, "consumer-metrics", "connection-count")) {
                    connections += number(entry.getValue());
                } else if (is(name, "consumer-coordinator-metrics", "last-heartbeat-seconds-ago")) {
                    silence = Math.max(silence, number(entry.getValue()));
                }
            }
        }
        if (connections == 0) {
            return Optional.of("no connection to Kafka");
        }
        return silence > SILENCE_SECONDS
                ? Optional.of("Kafka has not answered for " + Math.round(silence) + " s")
                : Optional.empty();
    }

    /** The one that reads events; the one that restores stores has no work and notices nothing. */
    private static boolean isMainConsumer(String client) {
        return client.endsWith("-consumer") && !client.endsWith("-restore-consumer");
    }

    private static boolean is(MetricName name, String group, String metric) {
        return name.name().equals(metric) && name.group().equals(group);
    }

    private static double number(Metric metric) {
        return metric.metricValue() instanceof Number ? ((Number) metric.metricValue()).doubleValue() : 0;
    }
}
