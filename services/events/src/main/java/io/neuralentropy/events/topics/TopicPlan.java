package io.neuralentropy.events.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** What each topic is made like. */
final class TopicPlan {
    /**
     * A dead letter of an earlier version is as big as the broker took its record, by default 1 MiB, and has headers on top. With
     * the broker's default limit the largest could not be put away; those of this version are far smaller.
     */
    static final int ENVELOPE_MAX_BYTES = 2 * 1024 * 1024;

    /** Others are made to fit these, so they come first. */
    static final Set<String> LEADING = Set.of(Topics.EVENTS, Topics.RUN_METRICS);

    private final TopicSettings settings;
    private final Map<String, TopicFacts> present;

    /** @param present topics that exist */
    TopicPlan(TopicSettings settings, Map<String, TopicFacts> present) {
        this.settings = settings;
        this.present = present;
    }

    /** All topics, those that exist too. */
    List<NewTopic> topics() {
        Map<String, String> kept = kept(settings.newRetention());
        Map<String, String> letters = stamped(kept);
        letters.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(ENVELOPE_MAX_BYTES));
        // run-states holds every change, not the latest one: it must not be compacted
        return List.of(
                topic(Topics.EVENTS, stamped(kept)),
                topic(Topics.RUN_METRICS, compacted()),
                like(Topics.EVENTS, Topics.REROUTED, rerouted()),
                like(Topics.RUN_METRICS, Topics.RUN_CURVES, compacted()),
                topic(Topics.RUN_STATES, kept),
                topic(Topics.DEAD_LETTERS, letters),
                topic(Topics.GROUP_RUNS, compacted()));
    }

    private static Map<String, String> kept(Duration retention) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(retention.toMillis()));
    }

    /** With the broker's time of arrival in place of the sender's: a sender's clock may be wrong by weeks. */
    private static Map<String, String> stamped(Map<String, String> config) {
        Map<String, String> stamped = new HashMap<>(config);
        stamped.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        return stamped;
    }

    private static Map<String, String> compacted() {
        Map<String, String> config = new HashMap<>(CompactionTuning.SETTINGS);
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        return config;
    }

    /** An event passes through within a second, unless the monitor is down: it must then be there for as long as others are. */
    private Map<String, String> rerouted() {
        Map<String, String> config = stamped(kept(eventsRetention()));
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(ENVELOPE_MAX_BYTES));
        return config;
    }

    private Duration eventsRetention() {
        TopicFacts events = present.get(Topics.EVENTS);
        if (events == null || events.retentionMillis().isEmpty()) {
            return settings.newRetention();
        }
        return Duration.ofMillis(events.retentionMillis().getAsLong());
    }

    private NewTopic topic(String name, Map<String, String> config) {
        return topic(name, settings.newPartitions(), config);
    }

    /** With as many partitions as another one has, or will have. */
    private NewTopic like(String other, String name, Map<String, String> config) {
        int partitions = Optional.ofNullable(present.get(other))
                .map(TopicFacts::partitions)
                .orElse(settings.newPartitions());
        return topic(name, partitions, config);
    }

    private NewTopic topic(String name, int partitions, Map<String, String> config) {
        return new NewTopic(name, Optional.of(partitions), settings.newReplication()).configs(config);
    }
}
