package io.neuralentropy.events.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicReviewTest {
    private static final TopicSettings DEFAULTS = TopicSettings.defaults();
    private static final Map<String, String> DELETED = Map.of("cleanup.policy", "delete", "retention.ms", "604800000");
    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact", "retention.ms", "1");

    private static final Map<String, TopicFacts> PRESENT = Map.of(
            Topics.EVENTS, Facts.of(4, DELETED),
            Topics.RUN_STATES, Facts.of(4, DELETED),
            Topics.DEAD_LETTERS, Facts.of(8, Map.of("cleanup.policy", "delete", "retention.ms", "-1")),
            Topics.RUN_METRICS, Facts.of(4, COMPACTED));

    @Test
    void nothingIsSaidOfWhatWasNotAskedFor() {
        assertEquals(List.of(), TopicReview.differences(DEFAULTS, PRESENT));
        assertEquals(List.of(), TopicReview.differences(DEFAULTS, Map.of()));
    }

    @Test
    void otherPartitionsAreNamed() {
        assertEquals(
                List.of(
                        "neural-entropy.events, neural-entropy.run-metrics, neural-entropy.run-states: 4 partitions, not the"
                                + " 8 asked for. Left as they are: with another number of partitions a run's events would be in two of"
                                + " them (docs/operations.md, Topics)."),
                TopicReview.differences(DEFAULTS.partitions(8), PRESENT));
    }

    @Test
    void anotherReplicationIsNamed() {
        assertEquals(
                List.of("neural-entropy.events: replication 1, not the 3 asked for. Left as it is:"
                        + " kafka-reassign-partitions.sh changes it."),
                TopicReview.differences(DEFAULTS.replication(3), Map.of(Topics.EVENTS, Facts.of(8))));
    }

    @Test
    void anotherRetentionIsNamedWhereItMeansSomething() {
        assertEquals(
                List.of(
                        "neural-entropy.events, neural-entropy.run-states: kept 7 d, not the 36 h asked for. Left as it is:"
                                + " kafka-configs.sh changes it (--alter --add-config retention.ms=129600000).",
                        "neural-entropy.dead-letters: kept for ever, not the 36 h asked for. Left as it is: kafka-configs.sh"
                                + " changes it (--alter --add-config retention.ms=129600000)."),
                TopicReview.differences(DEFAULTS.retention(Duration.ofHours(36)), PRESENT));
        assertEquals(
                List.of(),
                TopicReview.differences(
                        DEFAULTS.retention(Duration.ofDays(7)),
                        Map.of(Topics.EVENTS, Facts.of(8, DELETED), Topics.RUN_STATES, Facts.of(8))));
    }

    @Test
    void aCleanupThatLosesWhatIsNeededIsNamedInAnyCase() {
        assertEquals(
                List.of(
                        "neural-entropy.run-metrics: not compacted, so that runs are forgotten with time. Set"
                                + " cleanup.policy=compact with kafka-configs.sh.",
                        "neural-entropy.events: compacted, so that all but the latest record of each run is lost. Set"
                                + " cleanup.policy=delete with kafka-configs.sh."),
                TopicReview.differences(
                        DEFAULTS,
                        Map.of(Topics.EVENTS, Facts.of(8, COMPACTED), Topics.RUN_METRICS, Facts.of(8, DELETED))));
    }
}
