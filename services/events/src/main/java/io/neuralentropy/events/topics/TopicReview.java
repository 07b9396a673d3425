package io.neuralentropy.events.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sets topics that exist against what was asked for. What differs is said, never changed. */
final class TopicReview {
    private static final List<String> KEPT = List.of(Topics.EVENTS, Topics.RUN_STATES, Topics.DEAD_LETTERS);
    private static final List<String> COMPACTED = List.of(Topics.RUN_METRICS, Topics.RUN_CURVES, Topics.GROUP_RUNS);

    private final TopicSettings settings;
    private final Map<String, TopicFacts> present;
    private final List<String> words = new ArrayList<>();

    private TopicReview(TopicSettings settings, Map<String, TopicFacts> present) {
        this.settings = settings;
        this.present = new TreeMap<>(present);
    }

    /** One line for each kind of difference. */
    static List<String> differences(TopicSettings settings, Map<String, TopicFacts> present) {
        TopicReview review = new TopicReview(settings, present);
        review.partitions();
        review.replication();
        review.retention();
        review.cleanup();
        return review.words;
    }

    private void partitions() {
        settings.partitions()
                .ifPresent(asked -> differing(facts -> facts.partitions() == asked ? null : "" + facts.partitions())
                        .forEach((actual, topics) -> words.add(topics + ": " + actual + " partitions, not the " + asked
                                + " asked for. Left as they are: with another number of partitions a run's events would"
                                + " be in two of them (docs/operations.md, Topics).")));
    }

    private void replication() {
        settings.replication()
                .ifPresent(asked -> differing(facts -> facts.replication() == asked ? null : "" + facts.replication())
                        .forEach((actual, topics) -> words.add(topics + ": replication " + actual + ", not the " + asked
                                + " asked for. Left as it is: kafka-reassign-partitions.sh changes it.")));
    }

    private void retention() {
        settings.retention()
                .ifPresent(asked -> differing(KEPT, facts -> otherRetention(facts, asked))
                        .forEach((actual, topics) -> words.add(topics + ": kept " + actual + ", not the "
                                + text(asked.toMillis()) + " asked for. Left as it is: kafka-configs.sh changes it"
                                + " (--alter --add-config retention.ms=" + asked.toMillis() + ").")));
    }

    private static String otherRetention(TopicFacts facts, Duration asked) {
        OptionalLong millis = facts.retentionMillis();
        return millis.isEmpty() || millis.getAsLong() == asked.toMillis() ? null : text(millis.getAsLong());
    }

    /** Whatever was asked for: nothing works as it should on these. */
    private void cleanup() {
        differing(COMPACTED, facts -> facts.isCleanupKnown() && !facts.isCompacted() ? "" : null)
                .forEach((same, topics) -> words.add(topics + ": not compacted, so that runs are forgotten with time."
                        + " Set cleanup.policy=compact with kafka-configs.sh."));
        differing(KEPT, facts -> facts.isCompacted() ? "" : null)
                .forEach((same, topics) ->
                        words.add(topics + ": compacted, so that all but the latest record of each run"
                                + " is lost. Set cleanup.policy=delete with kafka-configs.sh."));
    }

    private Map<String, String> differing(Function<TopicFacts, String> difference) {
        return differing(Topics.all(), difference);
    }

    /** Topics that differ, by how they are. */
    private Map<String, String> differing(List<String> among, Function<TopicFacts, String> difference) {
        return present.entrySet().stream()
                .filter(topic -> among.contains(topic.getKey()) && difference.apply(topic.getValue()) != null)
                .collect(Collectors.groupingBy(
                        topic -> difference.apply(topic.getValue()),
                        TreeMap::new,
                        Collectors.mapping(Map.Entry::getKey, Collectors.joining(", "))));
    }

    private static String text(long millis) {
        if (millis < 0) {
            return "for ever";
        }
        Duration time = Duration.ofMillis(millis);
        if (millis % Duration.ofDays(1).toMillis() == 0) {
            return time.toDays() + " d";
        }
        return millis % Duration.ofHours(1).toMillis() == 0 ? time.toHours() + " h" : millis + " ms";
    }
}
