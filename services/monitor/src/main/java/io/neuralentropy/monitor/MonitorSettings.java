package io.neuralentropy.monitor;

import io.neuralentropy.events.topics.TopicSettings;
import io.neuralentropy.monitor.topology.TopologySettings;
import io.neuralentropy.monitor.web.WebSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How a monitor runs.
 *
 * @param kafka settings of every Kafka client: {@code bootstrap.servers} and, where needed, security
 * @param kafkaTimeout how long to wait for Kafka at the start
 * @param topics how topics are made that are not there yet
 * @param http where to listen, and for whom
 * @param stateDirectory where RocksDB keeps state; null keeps it in memory
 * @param applicationId Kafka Streams application and consumer group: instances with the same one share the runs
 * @param topology bounds and pace
 * @param resources of the machine
 */
public record MonitorSettings(
        Map<String, Object> kafka,
        Duration kafkaTimeout,
        TopicSettings topics,
        WebSettings http,
        Path stateDirectory,
        String applicationId,
        TopologySettings topology,
        Resources resources) {

    public static final String DEFAULT_APPLICATION_ID = "neural-entropy-monitor";
    public static final int DEFAULT_HTTP_PORT = 8080;
    private static final Duration DEFAULT_KAFKA_TIMEOUT = Duration.ofSeconds(20);

    public MonitorSettings {
        kafka = Map.copyOf(kafka);
    }

    /** Loopback, a free port, state in memory. */
    public static MonitorSettings of(String bootstrapServers) {
        return new MonitorSettings(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                DEFAULT_KAFKA_TIMEOUT,
                TopicSettings.defaults(),
                WebSettings.local(0),
                null,
                DEFAULT_APPLICATION_ID,
                TopologySettings.defaults(),
                Resources.defaults());
    }

    /** The same with further settings of Kafka's clients, and another time to wait for it at the start. */
    public MonitorSettings kafka(Map<String, Object> further, Duration timeout) {
        Map<String, Object> all = new HashMap<>(further);
        all.putAll(kafka);
        return new MonitorSettings(all, timeout, topics, http, stateDirectory, applicationId, topology, resources);
    }

    public MonitorSettings topics(TopicSettings settings) {
        return new MonitorSettings(
                kafka, kafkaTimeout, settings, http, stateDirectory, applicationId, topology, resources);
    }

    public MonitorSettings http(WebSettings settings) {
        return new MonitorSettings(
                kafka, kafkaTimeout, topics, settings, stateDirectory, applicationId, topology, resources);
    }

    public MonitorSettings stateDirectory(Path directory) {
        TopologySettings there = topology.inMemory(directory == null);
        return new MonitorSettings(kafka, kafkaTimeout, topics, http, directory, applicationId, there, resources);
    }

    public MonitorSettings applicationId(String id) {
        return new MonitorSettings(kafka, kafkaTimeout, topics, http, stateDirectory, id, topology, resources);
    }

    /** The same with other bounds and pace; where the stores are stays with the state directory. */
    public MonitorSettings topology(TopologySettings settings) {
        TopologySettings there = settings.inMemory(stateDirectory == null);
        return new MonitorSettings(kafka, kafkaTimeout, topics, http, stateDirectory, applicationId, there, resources);
    }

    public MonitorSettings resources(Resources settings) {
        return new MonitorSettings(
                kafka, kafkaTimeout, topics, http, stateDirectory, applicationId, topology, settings);
    }
}
