package io.neuralentropy.monitor.maths;

import java.nio.ByteBuffer;

/**
 * Buckets of a single step in few bytes: most numbers of such a bucket follow from others, or are what they are in an empty one. Any
 * bucket without a profile comes back as it was, to the bit.
 *
 * <p>The stored form of a bucket as words of 8 bytes: two bits per word that say how to get it, then those that have to be said.
 */
public final class CompactBucket {
    private static final byte[] EMPTY = new Bucket().bytes();
    private static final int WORDS = (EMPTY.length + Long.BYTES - 1) / Long.BYTES;
    private static final int CODES = (WORDS + 3) / 4;

    private static final int FOLLOWS = 0;
    private static final int AS_IN_AN_EMPTY_ONE = 1;
    private static final int SAID = 2;

    private CompactBucket() {}

    /** The compact form of a bucket of one step, the last that it holds. */
    public static byte[] write(long step, Bucket bucket) {
        byte[] words = padded(bucket.bytes());
        byte[] codes = new byte[CODES];
        ByteBuffer said = ByteBuffer.allocate(words.length);
        ByteBuffer in = ByteBuffer.wrap(words);
        ByteBuffer empty = empty();
        for (int i : Bucket.WORD_ORDER) {
            long word = in.getLong(i * Long.BYTES);
            if (word == Bucket.followingWord(in, i, step)) {
                continue;
            }
            boolean plain = word == empty.getLong(i * Long.BYTES);
            codes[i / 4] |= (byte) ((plain ? AS_IN_AN_EMPTY_ONE : SAID) << 2 * (i % 4));
            if (!plain) {
                said.putLong(word);
            }
        }
        return ByteBuffer.allocate(CODES + said.position())
                .put(codes)
                .put(said.flip())
                .array();
    }

    /** The bucket that {@link #write} wrote. */
    public static Bucket read(long step, ByteBuffer in) {
        byte[] codes = new byte[CODES];
        in.get(codes);
        ByteBuffer empty = empty();
        ByteBuffer out = ByteBuffer.allocate(WORDS * Long.BYTES);
        for (int i : Bucket.WORD_ORDER) {
            long word = switch (codes[i / 4] >> 2 * (i % 4) & 3) {
                case FOLLOWS -> Bucket.followingWord(out, i, step);
                case AS_IN_AN_EMPTY_ONE -> empty.getLong(i * Long.BYTES);
                default -> in.getLong();
            };
            out.putLong(i * Long.BYTES, word);
        }
        return Bucket.read(out);
    }

    private static ByteBuffer empty() {
        return ByteBuffer.wrap(padded(EMPTY));
    }

    private static byte[] padded(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, WORDS * Long.BYTES);
    }
}
