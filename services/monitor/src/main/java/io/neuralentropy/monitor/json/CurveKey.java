package io.neuralentropy.monitor.json;

import io.neuralentropy.events.Origin;
import java.nio.charset.StandardCharsets;

/**
 * The key of a record of run curves: the run's id, a zero byte (no id has one), the block's number in decimal digits.
 *
 * @param block number of the block, see {@link CurveBlock}
 */
public record CurveKey(String run, int block) {
    private static final String NUMBER = "[1-9]?[0-9]";

    public byte[] bytes() {
        return (run + '\0' + block).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException where the bytes are no such key */
    public static CurveKey read(byte[] key) {
        String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        if (end < 0
                || !Origin.isRunId(text.substring(0, end))
                || !text.substring(end + 1).matches(NUMBER)) {
            throw new IllegalArgumentException("no run's id and block as the key of a record of run curves");
        }
        int block = Integer.parseInt(text.substring(end + 1));
        if (block >= CurveBlock.MOST) {
            throw new IllegalArgumentException("a record of run curves for block " + block);
        }
        return new CurveKey(text.substring(0, end), block);
    }

    /** The part of a key that says where its record belongs: the run's id, so that a curve stays together. */
    public static byte[] run(byte[] key) {
        int end = 0;
        while (end < key.length && key[end] != 0) {
            end++;
        }
        return java.util.Arrays.copyOf(key, end);
    }
}
