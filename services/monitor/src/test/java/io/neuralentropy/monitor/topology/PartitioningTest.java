package io.neuralentropy.monitor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitioningTest {
    @Test
    void isThatOfKafkasJavaClient() {
        Partitioning eight = new Partitioning(8);
        assertEquals(murmur2(8, "my-run"), eight.of("my-run".getBytes(UTF_8)));
        assertEquals(0, new Partitioning(1).of("my-run".getBytes(UTF_8)));
    }

    private static int murmur2(int partitions, String key) {
        return (org.apache.kafka.common.utils.Utils.murmur2(key.getBytes(UTF_8)) & 0x7fffffff) % partitions;
    }

    @Test
    void everyRunHasOneOwner() {
        for (int partitions : new int[] {1, 3, 8}) {
            Partitioning partitioning = new Partitioning(partitions);
            for (int run = 0; run < 100; run++) {
                String id = "run-" + run;
                assertEquals(
                        1,
                        IntStream.range(0, partitions)
                                .filter(partition -> partitioning.owns(id, partition))
                                .count());
            }
        }
    }

    @Test
    void thereIsAtLeastOnePartition() {
        assertThrows(IllegalArgumentException.class, () -> new Partitioning(0));
    }
}
