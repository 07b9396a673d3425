package io.neuralentropy.monitor.streams;

import io.neuralentropy.monitor.topology.BoundedDeserializer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's clients for Kafka Streams, as it makes them itself, but for three things: the producer is a {@link TransactionProducer}, the
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
        return new TransactionProducer(config, limits);
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
}
