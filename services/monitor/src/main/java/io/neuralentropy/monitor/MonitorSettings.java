package io.neuralentropy.monitor;

import io.neuralentropy.monitor.topology.TopologySettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * How a monitor runs.
 *
 * @param bootstrapServers Kafka's addresses
 * @param client further settings of Kafka clients, such as security
 * @param httpHost address to listen on
 * @param httpPort 0 for a free one
 * @param allowedHosts names accepted in the Host header beside the address itself; {@code *} for any
 * @param stateDirectory where RocksDB keeps state; null keeps it in memory
 * @param applicationId Kafka Streams application and consumer group: instances with the same one share the runs
 * @param topology bounds and pace
 * @param resources of the machine
 * @param maxRunsWithProfile profiles are exported while no more runs than this are live
 */
public record MonitorSettings(
        String bootstrapServers,
        Map<String, Object> client,
        String httpHost,
        int httpPort,
        Set<String> allowedHosts,
        Path stateDirectory,
        String applicationId,
        TopologySettings topology,
        Resources resources,
        int maxRunsWithProfile) {

    public static final String DEFAULT_APPLICATION_ID = "neural-entropy-monitor";
    public static final int DEFAULT_HTTP_PORT = 8080;
    public static final int DEFAULT_MAX_RUNS_WITH_PROFILE = 20;

    /** Loopback, a free port, state in memory. */
    public static MonitorSettings of(String bootstrapServers) {
        return new MonitorSettings(
                bootstrapServers,
                Map.of(),
                "127.0.0.1",
                0,
                Set.of(),
                null,
                DEFAULT_APPLICATION_ID,
                TopologySettings.defaults(),
                Resources.defaults(),
                DEFAULT_MAX_RUNS_WITH_PROFILE);
    }

    public MonitorSettings http(String host, int port, Set<String> hosts) {
        return new MonitorSettings(
                bootstrapServers,
                client,
                host,
                port,
                hosts,
                stateDirectory,
                applicationId,
                topology,
                resources,
                maxRunsWithProfile);
    }

    public MonitorSettings client(Map<String, Object> settings) {
        return new MonitorSettings(
                bootstrapServers,
                settings,
                httpHost,
                httpPort,
                allowedHosts,
                stateDirectory,
                applicationId,
                topology,
                resources,
                maxRunsWithProfile);
    }

    public MonitorSettings stateDirectory(Path directory) {
        return new MonitorSettings(
                bootstrapServers,
                client,
                httpHost,
                httpPort,
                allowedHosts,
                directory,
                applicationId,
                topology.inMemory(directory == null),
                resources,
                maxRunsWithProfile);
    }

    public MonitorSettings applicationId(String id) {
        return new MonitorSettings(
                bootstrapServers,
                client,
                httpHost,
                httpPort,
                allowedHosts,
                stateDirectory,
                id,
                topology,
                resources,
                maxRunsWithProfile);
    }

    /** The same with other bounds and pace; where the stores are stays with the state directory. */
    public MonitorSettings topology(TopologySettings settings) {
        return new MonitorSettings(
                bootstrapServers,
                client,
                httpHost,
                httpPort,
                allowedHosts,
                stateDirectory,
                applicationId,
                settings.inMemory(stateDirectory == null),
                resources,
                maxRunsWithProfile);
    }

    public MonitorSettings resources(Resources settings) {
        return new MonitorSettings(
                bootstrapServers,
                client,
                httpHost,
                httpPort,
                allowedHosts,
                stateDirectory,
                applicationId,
                topology,
                settings,
                maxRunsWithProfile);
    }
}
