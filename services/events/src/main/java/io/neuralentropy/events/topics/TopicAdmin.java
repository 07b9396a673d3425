package io.neuralentropy.events.topics;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked of the broker about topics, all of it within one deadline. */
class TopicAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Admin admin;
    private final long deadline;

    /** @param deadline by {@link System#nanoTime} */
    TopicAdmin(Admin admin, long deadline) {
        this.admin = admin;
        this.deadline = deadline;
    }

    /** Those of these topics that exist. */
    Map<String, TopicFacts> facts(Collection<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, TopicDescription> found = describe(names);
        return facts(found, configs(found.keySet()));
    }

    private static Map<String, TopicFacts> facts(
            Map<String, TopicDescription> topics, Map<String, Map<String, ConfigEntry>> configs) {
        Map<String, TopicFacts> facts = new TreeMap<>();
        topics.forEach((name, topic) -> facts.put(
                name,
                new TopicFacts(
                        topic.partitions().size(),
                        topic.partitions().get(0).replicas().size(),
                        configs.getOrDefault(name, Map.of()))));
        return facts;
    }

    private Map<String, TopicDescription> describe(Collection<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, TopicDescription> found = new HashMap<>();
        for (var topic : admin.describeTopics(names).topicNameValues().entrySet()) {
            if (unless(UnknownTopicOrPartitionException.class, topic.getValue())) {
                found.put(topic.getKey(), get(topic.getValue()));
            }
        }
        return found;
    }

    private Map<String, Map<String, ConfigEntry>> configs(Collection<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<ConfigResource> topics = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Map<String, ConfigEntry>> configs = new HashMap<>();
        try {
            for (var topic : admin.describeConfigs(topics).values().entrySet()) {
                if (unless(UnknownTopicOrPartitionException.class, topic.getValue())) {
                    configs.put(
                            topic.getKey().name(),
                            get(topic.getValue()).entries().stream()
                                    .collect(Collectors.toMap(ConfigEntry::name, entry -> entry)));
                }
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            LOG.warn("The topics' settings are not checked: {}", RootCause.sentence(e));
        }
        return configs;
    }

    /**
     * Creates topics and returns when they can be used; one that somebody else has just created is as good.
     *
     * @return them as they are, without their settings
     */
    Map<String, TopicFacts> create(Collection<NewTopic> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (KafkaFuture<Void> creation : admin.createTopics(topics).values().values()) {
            unless(TopicExistsException.class, creation);
        }
        Map<String, TopicDescription> made =
                awaitVisible(topics.stream().map(NewTopic::name).collect(Collectors.toSet()));
        awaitLeaders(made);
        return facts(made, Map.of());
    }

    /** A controller confirms a topic before every broker knows it; a client that subscribes in between gets an error. */
    private Map<String, TopicDescription> awaitVisible(Set<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, TopicDescription> seen = describe(names);
        while (seen.size() < names.size()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            seen = describe(names);
        }
        return seen;
    }

    /**
     * A broker is named as the leader of a partition before it knows so itself; of several batches that are then in flight it may
     * refuse the first and take the second, and from there on never the first (KAFKA-15591). Who answers for its end leads.
     */
    private void awaitLeaders(Map<String, TopicDescription> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        topics.forEach((topic, description) -> description
                .partitions()
                .forEach(partition -> ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        get(admin.listOffsets(ends).all());
    }

    /** Whether there is such a topic. */
    boolean exists(String topic) throws InterruptedException, ExecutionException, TimeoutException {
        return get(admin.listTopics().names()).contains(topic);
    }

    void alter(Map<ConfigResource, Collection<AlterConfigOp>> changes)
            throws InterruptedException, ExecutionException, TimeoutException {
        get(admin.incrementalAlterConfigs(changes).all());
    }

    private <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** True when the future succeeded, false when it failed with the tolerated error. */
    private boolean unless(Class<? extends Exception> tolerated, KafkaFuture<?> future)
            throws InterruptedException, ExecutionException, TimeoutException {
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
}
