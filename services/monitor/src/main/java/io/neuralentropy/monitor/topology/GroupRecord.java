package io.neuralentropy.monitor.topology;

import io.neuralentropy.events.Origin;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GroupRun;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a run tells its group, as it travels and as it is stored. Key: group, a zero byte, run (no id has a zero byte, so
 * the last one parts them); value of fixed layout, null when the run leaves.
 */
final class GroupRecord {
    /** A group's name is free text of 256 code points ({@code docs/events.md}). */
    private static final int MAX_KEY_BYTES = 4 * 256 + 1 + Origin.MAX_RUN_LENGTH;

    private static final byte VERSION = 1;
    private static final int BYTES = 1 + Integer.BYTES + 2 * Long.BYTES + 4 * Double.BYTES;

    /** A key taken apart. */
    record Key(String group, String run) {}

    private GroupRecord() {}

    static byte[] key(String group, String run) {
        return (group + '\0' + run).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException if it is no key of such a record */
    static Key readKey(byte[] key) {
        int end = endOfGroup(key);
        if (end < 1 || key.length > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("no group and run as the key");
        }
        Key read = new Key(text(key, 0, end), text(key, end + 1, key.length));
        // what is not UTF-8 reads like something else, and so would be stored again and again under different keys
        if (!Origin.isRunId(read.run) || !Arrays.equals(key, key(read.group, read.run))) {
            throw new IllegalArgumentException("no group and run as the key");
        }
        return read;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** The partition of a record: that of its group, so that one place knows all of its runs. */
    static int partition(byte[] key, int partitions) {
        return Math.floorMod(Arrays.hashCode(Arrays.copyOf(key, Math.max(0, endOfGroup(key)))), partitions);
    }

    private static int endOfGroup(byte[] key) {
        int at = key == null ? -1 : key.length - 1;
        while (at >= 0 && key[at] != 0) {
            at--;
        }
        return at;
    }

    static byte[] value(GroupRun run) {
        return ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putInt(run.attempt())
                .putLong(run.step())
                .putLong(run.datasetSize())
                .putDouble(run.neuralEntropy().value())
                .putDouble(run.neuralEntropy().standardError())
                .putDouble(run.learnedEntropy().value())
                .putDouble(run.learnedEntropy().standardError())
                .array();
    }

    /** @throws IllegalArgumentException if it is no value of such a record, or one of another version */
    static GroupRun readValue(String run, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("version " + version + ", this monitor reads " + VERSION);
            }
            GroupRun read = new GroupRun(run, in.getInt(), in.getLong(), in.getLong(), estimate(in), estimate(in));
            if (in.hasRemaining() || read.datasetSize() < 1 || read.attempt() < 0 || read.step() < 0) {
                throw new IllegalArgumentException("not the numbers of a run");
            }
            return read;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("too short", e);
        }
    }

    private static Estimate estimate(ByteBuffer in) {
        return new Estimate(in.getDouble(), in.getDouble());
    }
}
