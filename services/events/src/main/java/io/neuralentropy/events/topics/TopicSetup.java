package io.neuralentropy.events.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the protocol's topics where they are absent; topics that exist are left as they are. */
public final class TopicSetup {
    /**
     * A dead letter is a refused record (as big as the broker took it, by default 1 MiB) and headers on top. With the
     * broker's default limit the largest junk could not be put away.
     */
    static final int DEAD_LETTER_MAX_BYTES = 2 * 1024 * 1024;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Admin admin;
    private final TopicSettings settings;
    private final long deadline;

    private TopicSetup(Admin admin, TopicSettings settings, Duration timeout) {
        this.admin = admin;
        this.settings = settings;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /**
     * Returns when all topics of the protocol exist and the broker says so. May be called by several processes at once.
     *
     * @param adminConfig {@code bootstrap.servers} and security
     * @param timeout bound for the whole call
     * @throws TopicSetupException when the broker cannot be reached in time or refuses
     */
    public static TopicLayout ensure(Map<String, Object> adminConfig, TopicSettings settings, Duration timeout) {
        AtomicReference<TopicLayout> layout = new AtomicReference<>();
        with(adminConfig, settings, timeout, setup -> layout.set(setup.ensure()));
        return layout.get();
    }

    /**
     * Returns when the broker answers and has the topic of events; changes nothing. For those that only read.
     *
     * @param adminConfig {@code bootstrap.servers} and security
     * @param timeout bound for the whole call
     * @throws TopicSetupException when the broker cannot be reached in time, refuses, or has no such topic
     */
    public static void check(Map<String, Object> adminConfig, Duration timeout) {
        with(adminConfig, TopicSettings.defaults(), timeout, setup -> {
            if (!setup.get(setup.admin.listTopics().names()).contains(Topics.EVENTS)) {
                throw new TopicSetupException(
                        "Kafka at " + adminConfig.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG) + " has no topic "
                                + Topics.EVENTS + ": nothing was ever sent there.",
                        null);
            }
        });
    }

    private interface Work {
        void with(TopicSetup setup)
                throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException;
    }

    private static void with(Map<String, Object> adminConfig, TopicSettings settings, Duration timeout, Work work) {
        Object servers = adminConfig.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        Admin admin = open(adminConfig, timeout, servers);
        try {
            work.with(new TopicSetup(admin, settings, timeout));
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

    private TopicLayout ensure()
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        Set<String> present = get(admin.listTopics().names());
        int partitions = present.contains(Topics.EVENTS) ? eventPartitions() : settings.partitions();
        List<NewTopic> wanted = topics(settings, partitions);
        List<NewTopic> absent =
                wanted.stream().filter(topic -> !present.contains(topic.name())).toList();
        for (KafkaFuture<Void> creation : admin.createTopics(absent).values().values()) {
            unless(TopicExistsException.class, creation);
        }
        Set<String> unseen = new HashSet<>();
        absent.forEach(topic -> unseen.add(topic.name()));
        Set<String> made = Set.copyOf(unseen);
        awaitVisible(unseen);
        awaitLeaders(made);
        return new TopicLayout(eventPartitions());
    }

    private int eventPartitions()
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        return get(admin.describeTopics(Set.of(Topics.EVENTS)).allTopicNames())
                .get(Topics.EVENTS)
                .partitions()
                .size();
    }

    /** A controller confirms a topic before every broker knows of it; who subscribes in between is told it is missing. */
    private void awaitVisible(Set<String> unseen)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        while (!unseen.isEmpty()) {
            for (var description :
                    admin.describeTopics(unseen).topicNameValues().entrySet()) {
                if (unless(UnknownTopicOrPartitionException.class, description.getValue())) {
                    unseen.remove(description.getKey());
                }
            }
            if (!unseen.isEmpty()) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    /**
     * A broker is named as the leader of a partition before it knows so itself; of several batches that are then in flight it may
     * refuse the first and take the second, and from there on never the first (KAFKA-15591). Who answers for its end leads.
     */
    private void awaitLeaders(Set<String> topics)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        get(admin.describeTopics(topics).allTopicNames())
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition ->
                                ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        if (!ends.isEmpty()) {
            get(admin.listOffsets(ends).all());
        }
    }

    private <T> T get(KafkaFuture<T> future)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** True when the future succeeded, false when it failed with the tolerated error. */
    private boolean unless(Class<? extends Exception> tolerated, KafkaFuture<?> future)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        try {
            get(future);
            return true;
        } catch (ExecutionException e) {
            if (tolerated.isInstance(e.getCause())) {
                return false;
            }
            throw e;
        }
    }

    static List<NewTopic> topics(TopicSettings settings) {
        return topics(settings, settings.partitions());
    }

    /** @param eventPartitions those of the topic of events, which may have been made with others */
    static List<NewTopic> topics(TopicSettings settings, int eventPartitions) {
        String retention = Long.toString(settings.eventsRetention().toMillis());
        Map<String, String> kept = Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                retention);
        Map<String, String> letters = new HashMap<>(kept);
        letters.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(DEAD_LETTER_MAX_BYTES));
        Map<String, String> compacted = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        // run-states holds every change, not the latest one: it must not be compacted
        return List.of(
                topic(Topics.EVENTS, settings, kept),
                topic(Topics.REROUTED, eventPartitions, settings, kept),
                topic(Topics.RUN_METRICS, settings, compacted),
                topic(Topics.RUN_STATES, settings, kept),
                topic(Topics.DEAD_LETTERS, settings, letters),
                topic(Topics.GROUP_RUNS, settings, compacted));
    }

    private static NewTopic topic(String name, TopicSettings settings, Map<String, String> config) {
        return topic(name, settings.partitions(), settings, config);
    }

    private static NewTopic topic(String name, int partitions, TopicSettings settings, Map<String, String> config) {
        Optional<Short> replication =
                settings.replication() == -1 ? Optional.empty() : Optional.of(settings.replication());
        return new NewTopic(name, Optional.of(partitions), replication).configs(config);
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
