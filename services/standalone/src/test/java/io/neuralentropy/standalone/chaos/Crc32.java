package io.neuralentropy.standalone.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.kafka.common.utils.Utils;

/** Where librdkafka's default partitioner ({@code consistent_random}) puts a key. */
final class Crc32 {
    private Crc32() {}

    static int partition(String key, int partitions) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(UTF_8));
        return (int) (crc.getValue() % partitions);
    }

    /** The first of name-0, name-1, … that Kafka's Java client puts elsewhere. */
    static String misplaced(String name, int partitions) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> name + "-" + i)
                .filter(key ->
                        partition(key, partitions) != Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions)
                .findFirst()
                .orElseThrow();
    }
}
