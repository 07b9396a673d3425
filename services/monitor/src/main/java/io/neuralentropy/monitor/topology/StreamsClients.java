package io.neuralentropy.monitor.topology;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's clients for Kafka Streams, as it makes them itself, but for three things: a producer leaves out what is too large, the
 * consumer of events reads no more of a record {@linkplain BoundedDeserializer than an event may have}, and that of a thread that is
 * replaced leaves its group, which would otherwise wait for it for as long as a session lasts before the new thread may go on.
 */
final class StreamsClients implements KafkaClientSupplier {
    private final SendLimits limits;
    private final Set<Thread> replaced = ConcurrentHashMap.newKeySet();

    StreamsClients(SendLimits limits) {
        this.limits = limits;
    }

    /** The current thread ends and another takes its place. */
    void replacing() {
        replaced.add(Thread.currentThread());
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new LimitedProducer(config, limits);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new LeavingConsumer(config, replaced);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    private static final class LeavingConsumer extends KafkaConsumer<byte[], byte[]> {
        private final Set<Thread> replaced;

        LeavingConsumer(Map<String, Object> config, Set<Thread> replaced) {
            super(config, BoundedDeserializer.ofKeys(), BoundedDeserializer.ofValues());
            this.replaced = replaced;
        }

        @Override
        public void close(CloseOptions options) {
            boolean leaves = replaced.remove(Thread.currentThread());
            super.close(leaves ? options.withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP) : options);
        }
    }

    private static final class LimitedProducer extends KafkaProducer<byte[], byte[]> {
        private static final int NONE = -1;
        private static final int DEFAULT_MOST = 1 << 20;

        private final SendLimits limits;
        private final long most;

        LimitedProducer(Map<String, Object> config, SendLimits limits) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
            this.limits = limits;
            this.most = Long.parseLong(
                    String.valueOf(config.getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_MOST)));
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (limits.admits(record, most)) {
                return super.send(record, callback);
            }
            return CompletableFuture.completedFuture(
                    new RecordMetadata(new TopicPartition(record.topic(), NONE), NONE, NONE, NONE, NONE, NONE));
        }
    }
}
