package io.neuralentropy.events.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.junit.jupiter.api.Test;

class CompactionTuningTest {
    private static Map<String, List<String>> missing(Map<String, TopicFacts> topics) {
        Map<String, List<String>> missing = new TreeMap<>();
        CompactionTuning.missing(topics)
                .forEach((topic, changes) -> missing.put(
                        topic.name(),
                        changes.stream()
                                .map(change -> change.configEntry().name() + "="
                                        + change.configEntry().value())
                                .toList()));
        return missing;
    }

    @Test
    void setsWhatACompactedTopicLacksAndKeepsWhatItHas() {
        Map<String, ConfigEntry> config = new HashMap<>(
                Facts.of(8, Map.of("cleanup.policy", "compact", "segment.ms", "1000", "delete.retention.ms", "1"))
                        .config());
        config.put("segment.bytes", Facts.entry("segment.bytes", "1073741824", ConfigSource.STATIC_BROKER_CONFIG));
        assertEquals(
                Map.of(
                        Topics.GROUP_RUNS,
                        List.of(
                                "max.compaction.lag.ms=3600000",
                                "min.cleanable.dirty.ratio=0.1",
                                "segment.bytes=16777216")),
                missing(Map.of(Topics.GROUP_RUNS, new TopicFacts(8, 1, config))));
    }

    @Test
    void leavesAloneWhatIsNoneOfItsTopicsOrNotCompactedOrUnknown() {
        Map<String, String> compacted = Map.of("cleanup.policy", "compact");
        assertEquals(
                Map.of(),
                missing(Map.of(
                        Topics.EVENTS,
                        Facts.of(8, compacted),
                        Topics.RUN_METRICS,
                        Facts.of(8, Map.of("cleanup.policy", "delete")),
                        Topics.RUN_CURVES,
                        Facts.of(8))));
    }

    @Test
    void leavesAloneATopicThatWasMadeWithIt() {
        Map<String, String> all = new HashMap<>(CompactionTuning.SETTINGS);
        all.put("cleanup.policy", "compact");
        assertEquals(Map.of(), missing(Map.of(Topics.RUN_METRICS, Facts.of(8, all))));
    }
}
