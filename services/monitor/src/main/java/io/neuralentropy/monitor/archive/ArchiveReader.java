package io.neuralentropy.monitor.archive;

import io.neuralentropy.events.topics.RootCause;
import io.neuralentropy.events.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of run metrics and run curves into an archive, from their beginning and for as long as the monitor runs: a
 * plain consumer of all partitions, without a group, of committed records only. What stops it (an outage is none: the consumer
 * waits) is logged, and it begins anew. What is no record of the monitor's own is passed over.
 */
public final class ArchiveReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LOOK_FOR_PARTITIONS = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private static final List<String> TOPICS = List.of(Topics.RUN_METRICS, Topics.RUN_CURVES);

    private final Map<String, Object> config;
    private final RunArchive archive;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "monitor-archive");
    private volatile Consumer<byte[], byte[]> consumer;
    private boolean hasFailed;
    private boolean hasSkipped;

    private ArchiveReader(Map<String, Object> config, RunArchive archive) {
        this.config = config;
        this.archive = archive;
    }

    /**
     * Starts to read.
     *
     * @param clientConfig {@code bootstrap.servers} and security
     */
    public static ArchiveReader start(Map<String, Object> clientConfig, RunArchive archive) {
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        ArchiveReader reader = new ArchiveReader(config, archive);
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    private void run() {
        while (isOpen()) {
            try (Consumer<byte[], byte[]> opened = open()) {
                consumer = opened;
                read(opened);
            } catch (WakeupException e) {
                LOG.debug("asked to stop");
            } catch (RuntimeException e) {
                complain(e);
            }
            pause();
        }
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    private Consumer<byte[], byte[]> open() {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void complain(RuntimeException e) {
        if (!isOpen() || hasFailed && e instanceof KafkaException) {
            LOG.debug("the archive of runs could not be read on", e);
        } else {
            LOG.warn("The archive of runs could not be read on, will be tried again: {}", RootCause.sentence(e), e);
        }
        hasFailed = true;
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    private void read(Consumer<byte[], byte[]> from) {
        Set<TopicPartition> partitions = new HashSet<>();
        readToo(from, partitions);
        Map<TopicPartition, Long> ends = from.endOffsets(partitions);
        long looked = System.nanoTime();
        while (isOpen()) {
            from.poll(POLL).forEach(this::take);
            hasFailed = false;
            if (!archive.isComplete() && hasReached(from, ends)) {
                archive.complete();
            }
            if (System.nanoTime() - looked > LOOK_FOR_PARTITIONS.toNanos()) {
                looked = System.nanoTime();
                readToo(from, partitions);
            }
        }
    }

    /** Partitions may be added while the monitor runs. */
    private static void readToo(Consumer<byte[], byte[]> from, Set<TopicPartition> known) {
        Set<TopicPartition> added = new HashSet<>();
        for (String topic : TOPICS) {
            List<PartitionInfo> there = from.partitionsFor(topic);
            if (there == null || there.isEmpty()) {
                throw new KafkaException("there is no topic " + topic);
            }
            there.forEach(partition -> added.add(new TopicPartition(topic, partition.partition())));
        }
        added.removeAll(known);
        if (!added.isEmpty()) {
            known.addAll(added);
            from.assign(known);
            from.seekToBeginning(added);
        }
    }

    private static boolean hasReached(Consumer<byte[], byte[]> from, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> from.position(end.getKey()) >= end.getValue());
    }

    /** What a record of somebody else may hold is not known: whatever goes wrong with it, the next one is read. */
    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(Topics.RUN_METRICS)) {
                archive.takeRun(record.key(), record.value());
            } else {
                archive.takeBlock(record.key(), record.value());
            }
        } catch (RuntimeException | StackOverflowError e) {
            skip(record, e);
        }
    }

    /** Only this monitor writes the topics: what is no record of its own is somebody's mistake, said once. */
    private void skip(ConsumerRecord<byte[], byte[]> record, Throwable e) {
        if (!hasSkipped) {
            hasSkipped = true;
            LOG.warn(
                    "Skipped a record in {}-{} at offset {}, further ones silently: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    RootCause.sentence(e));
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
