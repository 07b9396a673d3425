package io.neuralentropy.monitor.topology;

import io.neuralentropy.monitor.json.CurveBlock;
import io.neuralentropy.monitor.json.CurveKey;
import io.neuralentropy.monitor.snapshot.Curve;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes curves to the topic of run curves, block by block: those that differ from what was last written, and a null value
 * for those that are no more. Remembers 8 bytes per block; after a restart, and after a long silence, when archives may have
 * dropped the run, it writes the whole curve.
 */
final class CurveWriter {
    private static final long FORGOTTEN_AFTER_MILLIS = Duration.ofHours(1).toMillis();

    private final ProcessorContext<byte[], byte[]> context;
    private final Map<String, Written> written = new HashMap<>();

    private record Written(long[] sums, long time) {}

    CurveWriter(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    /**
     * Writes what changed in a run's curve.
     *
     * @param there blocks of the run that are in the topic, a bit each
     * @return those that are there from now on
     */
    long write(String run, Curve curve, long there) {
        long now = context.currentSystemTimeMs();
        long[] before = known(run, now);
        long[] sums = new long[CurveBlock.MOST];
        long blocks = 0;
        for (Map.Entry<Integer, byte[]> block :
                CurveBlock.of(run, curve.coarse(Curve.COARSE)).entrySet()) {
            int number = block.getKey();
            blocks |= 1L << number;
            sums[number] = sum(block.getValue());
            if (sums[number] != before[number] || (there >> number & 1) == 0) {
                forward(new CurveKey(run, number), block.getValue());
            }
        }
        takeBack(run, there & ~blocks);
        written.put(run, new Written(sums, now));
        return blocks;
    }

    private long[] known(String run, long now) {
        Written last = written.get(run);
        return last == null || now - last.time > FORGOTTEN_AFTER_MILLIS ? new long[CurveBlock.MOST] : last.sums;
    }

    private void takeBack(String run, long blocks) {
        for (int number = 0; number < CurveBlock.MOST; number++) {
            if ((blocks >> number & 1) != 0) {
                forward(new CurveKey(run, number), null);
            }
        }
    }

    /** 64 bits that identify the content of a block: a checksum and a hash of different kinds; never 0, which is no block's. */
    private static long sum(byte[] block) {
        CRC32C checksum = new CRC32C();
        checksum.update(block);
        return checksum.getValue() << Integer.SIZE | Integer.toUnsignedLong(Arrays.hashCode(block)) | 1;
    }

    private void forward(CurveKey key, byte[] value) {
        context.forward(
                new Record<>(key.bytes(), value, context.currentSystemTimeMs()), MonitorTopology.RUN_CURVES_SINK);
    }

    void forget(String run) {
        written.remove(run);
    }

    /** Where a record belongs: where Kafka's own partitioner puts what has the run's id as its key. */
    static Optional<Set<Integer>> partition(byte[] key, int partitions) {
        return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(CurveKey.run(key))) % partitions));
    }
}
