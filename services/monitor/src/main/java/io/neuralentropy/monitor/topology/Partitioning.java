package io.neuralentropy.monitor.topology;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * Which partition owns which run: the one where Kafka's Java client puts its id (murmur2). Clients on librdkafka put it elsewhere
 * unless told {@code partitioner=murmur2_random}.
 *
 * @param partitions of the topic of events
 */
public record Partitioning(int partitions) {
    public Partitioning {
        if (partitions < 1) {
            throw new IllegalArgumentException("there must be at least 1 partition: " + partitions);
        }
    }

    /** The partition of the run that a key names. */
    int of(byte[] key) {
        return BuiltInPartitioner.partitionForKey(key, partitions);
    }

    /** Whether a run belongs to a partition. */
    boolean owns(String run, int partition) {
        return of(run.getBytes(StandardCharsets.UTF_8)) == partition;
    }
}
