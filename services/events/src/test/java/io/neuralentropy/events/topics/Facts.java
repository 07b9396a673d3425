package io.neuralentropy.events.topics;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;

/** Topics as a broker might have them. */
final class Facts {
    private Facts() {}

    /** One whose settings may not be read. */
    static TopicFacts of(int partitions) {
        return new TopicFacts(partitions, 1, Map.of());
    }

    /** One that has these settings of its own, and else the broker's. */
    static TopicFacts of(int partitions, Map<String, String> config) {
        return new TopicFacts(
                partitions,
                1,
                config.entrySet().stream()
                        .map(setting -> entry(setting.getKey(), setting.getValue(), ConfigSource.DYNAMIC_TOPIC_CONFIG))
                        .collect(Collectors.toMap(ConfigEntry::name, entry -> entry)));
    }

    static ConfigEntry entry(String name, String value, ConfigSource source) {
        return new ConfigEntry(name, value, source, false, false, null, ConfigType.STRING, null);
    }
}
