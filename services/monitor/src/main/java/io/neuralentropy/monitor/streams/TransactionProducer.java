package io.neuralentropy.monitor.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer of a stream thread.
 *
 * <p>It leaves out what is too large, which would cost the whole transaction.
 *
 * <p>It ends its thread when Kafka does not answer in time. Kafka Streams would close the task, keep the producer, which then
 * refuses all but the same commit, and start the task again with the offsets that it had written before: once Kafka is back, its
 * stores count as restored and are empty (seen with 4.3.1: {@code StreamTask.maybeCheckpoint} while restoring, as
 * {@code RecordCollectorImpl.closeDirty} fails before it forgets them). A new thread has nothing left of the old one.
 */
final class TransactionProducer extends KafkaProducer<byte[], byte[]> {
    private static final int DEFAULT_MOST_BYTES = 1 << 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int NONE = -1;

    private final SendLimits limits;
    private final long mostBytes;

    TransactionProducer(Map<String, Object> config, SendLimits limits) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.limits = limits;
        this.mostBytes = Long.parseLong(
                String.valueOf(config.getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_MOST_BYTES)));
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (limits.admits(record, mostBytes)) {
            return super.send(record, callback);
        }
        return CompletableFuture.completedFuture(
                new RecordMetadata(new TopicPartition(record.topic(), NONE), NONE, NONE, NONE, NONE, NONE));
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        try {
            return super.partitionsFor(topic);
        } catch (TimeoutException e) {
            throw ending(e);
        }
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        try {
            super.sendOffsetsToTransaction(offsets, groupMetadata);
        } catch (TimeoutException e) {
            throw ending(e);
        }
    }

    @Override
    public void commitTransaction() {
        try {
            super.commitTransaction();
        } catch (TimeoutException e) {
            throw ending(e);
        }
    }

    /** Kafka Streams goes on after a time-out, and ends the thread after any other exception of Kafka's. */
    private static KafkaException ending(TimeoutException e) {
        return new KafkaException("Kafka did not answer in time", e);
    }

    /** Without a bound it waits until Kafka answers. What was not committed by then is aborted by Kafka. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }
}
