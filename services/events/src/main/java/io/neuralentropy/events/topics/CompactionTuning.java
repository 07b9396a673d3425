package io.neuralentropy.events.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Settings of compacted topics by which little more than the latest value of each key is left to read at a start.
 *
 * <p>Kafka compacts closed segments only, and only when half of what there is to compact is new. With its defaults a segment
 * is closed after 1 GiB or a week: until then everything stays. Here one is closed after 16 MiB or an hour, and compacted
 * when a tenth is new or an hour after it was written at the latest. What is superseded is so at most two hours old. A
 * removed key stays readable for a day as removed, for readers that were away.
 */
final class CompactionTuning {
    static final Map<String, String> SETTINGS = Map.of(
            TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(16 << 20),
            TopicConfig.SEGMENT_MS_CONFIG, millis(Duration.ofHours(1)),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(Duration.ofHours(1)),
            TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(Duration.ofDays(1)));

    private static final List<String> TUNED = List.of(Topics.RUN_METRICS, Topics.RUN_CURVES, Topics.GROUP_RUNS);

    private CompactionTuning() {}

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    /**
     * What is to be set on topics that exist, as those of earlier versions. A value that the topic has, whoever set it, stays;
     * a topic that is not compacted is none of ours.
     */
    static Map<ConfigResource, Collection<AlterConfigOp>> missing(Map<String, TopicFacts> topics) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes =
                new TreeMap<>((a, b) -> a.name().compareTo(b.name()));
        for (String name : TUNED) {
            TopicFacts topic = topics.get(name);
            List<AlterConfigOp> missing = topic == null || !topic.isCompacted() ? List.of() : missing(topic);
            if (!missing.isEmpty()) {
                changes.put(new ConfigResource(ConfigResource.Type.TOPIC, name), missing);
            }
        }
        return changes;
    }

    private static List<AlterConfigOp> missing(TopicFacts topic) {
        List<AlterConfigOp> missing = new ArrayList<>();
        new TreeMap<>(SETTINGS).forEach((name, value) -> {
            if (!topic.sets(name)) {
                missing.add(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET));
            }
        });
        return missing;
    }
}
