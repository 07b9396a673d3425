package io.neuralentropy.bench.restore;

import io.neuralentropy.monitor.MonitorSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * The changelog of the runs' states as the broker keeps it, before compaction.
 *
 * @param bytes on the broker's disk
 * @param records and transaction markers
 */
record Changelog(long bytes, long records) {
    /** The only broker. */
    private static final int NODE = 1;

    private static final String TOPIC = MonitorSettings.DEFAULT_APPLICATION_ID + "-run-state-changelog";

    static Changelog of(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            long bytes = 0;
            for (LogDirDescription disk : admin.describeLogDirs(Set.of(NODE))
                    .allDescriptions()
                    .get()
                    .get(NODE)
                    .values()) {
                bytes += disk.replicaInfos().entrySet().stream()
                        .filter(replica -> replica.getKey().topic().equals(TOPIC))
                        .mapToLong(replica -> replica.getValue().size())
                        .sum();
            }
            return new Changelog(bytes, records(admin));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not tell of the changelog", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static long records(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        admin.describeTopics(Set.of(TOPIC))
                .allTopicNames()
                .get()
                .get(TOPIC)
                .partitions()
                .forEach(partition -> ends.put(new TopicPartition(TOPIC, partition.partition()), OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }
}
