package io.neuralentropy.events.topics;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the protocol's topics where they are absent. Topics that exist keep what makes up their data (partitions,
 * replication, retention, cleanup, whose clock stamps a record): where that is not as asked for, a line of the log says so.
 * Only {@linkplain CompactionTuning settings of compaction} that they lack are added.
 */
public final class TopicSetup {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

    private TopicSetup() {}

    /**
     * Returns when all topics of the protocol exist and the broker says so. May be called by several processes at once.
     *
     * @param adminConfig {@code bootstrap.servers} and security
     * @param timeout bound for the whole call
     * @return how the topics are, which need not be as they would have been made
     * @throws TopicSetupException when the broker cannot be reached in time or refuses
     */
    public static TopicLayout ensure(Map<String, Object> adminConfig, TopicSettings settings, Duration timeout) {
        return with(adminConfig, timeout, admin -> ensure(admin, settings));
    }

    /**
     * Returns when the broker answers and has the topic of events; changes nothing. For those that only read.
     *
     * @param adminConfig {@code bootstrap.servers} and security
     * @param timeout bound for the whole call
     * @throws TopicSetupException when the broker cannot be reached in time, refuses, or has no such topic
     */
    public static void check(Map<String, Object> adminConfig, Duration timeout) {
        if (!with(adminConfig, timeout, admin -> admin.exists(Topics.EVENTS))) {
            throw new TopicSetupException(
                    "Kafka at " + adminConfig.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG) + " has no topic "
                            + Topics.EVENTS + ": nothing was ever sent there.",
                    null);
        }
    }

    private interface Work<T> {
        T with(TopicAdmin admin) throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException;
    }

    private static <T> T with(Map<String, Object> adminConfig, Duration timeout, Work<T> work) {
        Object servers = adminConfig.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        Admin admin = open(adminConfig, timeout, servers);
        try {
            return work.with(new TopicAdmin(admin, System.nanoTime() + timeout.toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicSetupException("Interrupted while the topics were set up.", e);
        } catch (ExecutionException | java.util.concurrent.TimeoutException | KafkaException e) {
            throw new TopicSetupException(explain(e, servers, timeout), e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static Admin open(Map<String, Object> adminConfig, Duration timeout, Object servers) {
        Map<String, Object> config = new HashMap<>(adminConfig);
        int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
        config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        config.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        try {
            return Admin.create(config);
        } catch (KafkaException e) {
            throw new TopicSetupException(
                    "Cannot use Kafka at " + servers + ": " + RootCause.sentence(e) + " Check the bootstrap servers.",
                    e);
        }
    }

    private static TopicLayout ensure(TopicAdmin admin, TopicSettings settings)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        Map<String, TopicFacts> before = admin.facts(Topics.all());
        TopicReview.differences(settings, before).forEach(LOG::warn);
        tune(admin, CompactionTuning.missing(before));
        Map<String, TopicFacts> now = create(admin, settings, before, TopicPlan.LEADING);
        now = create(admin, settings, now, Set.copyOf(Topics.all()));
        return new TopicLayout(
                now.get(Topics.EVENTS).partitions(), now.get(Topics.REROUTED).partitions());
    }

    /** Returns all topics as they are then, also where somebody else made them in the meantime, and otherwise. */
    private static Map<String, TopicFacts> create(
            TopicAdmin admin, TopicSettings settings, Map<String, TopicFacts> present, Set<String> wanted)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        Set<String> absent = new HashSet<>(wanted);
        absent.removeAll(present.keySet());
        if (absent.isEmpty()) {
            return present;
        }
        List<NewTopic> topics = new TopicPlan(settings, present)
                .topics().stream()
                        .filter(topic -> absent.contains(topic.name()))
                        .toList();
        Map<String, TopicFacts> now = new HashMap<>(present);
        now.putAll(admin.create(topics));
        return now;
    }

    /** What is missing then costs time at the next start, no more: no reason not to start. */
    static void tune(TopicAdmin admin, Map<ConfigResource, Collection<AlterConfigOp>> changes)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        if (changes.isEmpty()) {
            return;
        }
        String topics = changes.keySet().stream().map(ConfigResource::name).collect(Collectors.joining(", "));
        try {
            admin.alter(changes);
            LOG.warn("Compaction of {} was left to the broker's defaults; set now: {}", topics, settings(changes));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof ApiException)) {
                throw e;
            }
            LOG.warn(
                    "Compaction of {} is left to the broker's defaults, which makes starts slow: {} To be set: {}",
                    topics,
                    RootCause.sentence(e),
                    settings(changes));
        }
    }

    private static String settings(Map<ConfigResource, Collection<AlterConfigOp>> changes) {
        return changes.values().stream()
                .flatMap(Collection::stream)
                .map(change ->
                        change.configEntry().name() + "=" + change.configEntry().value())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String explain(Throwable e, Object servers, Duration timeout) {
        Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
        if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
            return "Kafka at " + servers + " did not answer within " + words(timeout)
                    + ". Is it running, and is the address right?";
        }
        return "Kafka at " + servers + " refused what was asked of its topics: " + RootCause.sentence(cause)
                + " Check permissions and replication, or create the topics by hand.";
    }

    private static String words(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }
}
