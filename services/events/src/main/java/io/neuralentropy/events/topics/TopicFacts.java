package io.neuralentropy.events.topics;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as it is.
 *
 * @param config by name; empty where it may not be read
 */
record TopicFacts(int partitions, int replication, Map<String, ConfigEntry> config) {

    /** Whether the topic itself has this setting, whatever the broker's default is. */
    boolean sets(String name) {
        ConfigEntry entry = config.get(name);
        return entry != null && entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG;
    }

    /** False also where it is not known. */
    boolean isCompacted() {
        return isCleanupKnown()
                && config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    boolean isCleanupKnown() {
        return config.containsKey(TopicConfig.CLEANUP_POLICY_CONFIG);
    }

    /** Milliseconds, −1 for ever; empty where it is not known. */
    OptionalLong retentionMillis() {
        ConfigEntry entry = config.get(TopicConfig.RETENTION_MS_CONFIG);
        return entry == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(entry.value()));
    }
}
