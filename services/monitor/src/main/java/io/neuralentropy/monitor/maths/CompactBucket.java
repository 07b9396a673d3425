package io.neuralentropy.monitor.maths;

import java.nio.ByteBuffer;

/**
 * Buckets of a single step in few bytes: most numbers of such a bucket follow from others, or are what they are in an empty one. Any
 * bucket without a profile comes back as it was, to the bit.
 *
 * <p>The stored form of a bucket as words of 8 bytes: two bits per word that say how to get it, then those that have to be said.
 */
public final class CompactBucket {
    private static final int WORDS = Bucket.WORD_ORDER.length;
    private static final long[] EMPTY = words(new Bucket());
    private static final int CODES = (WORDS + 3) / 4;

    private static final int FOLLOWS = 0;
    private static final int AS_IN_AN_EMPTY_ONE = 1;
    private static final int SAID = 2;

    private CompactBucket() {}

    /** The compact form of a bucket of one step, the last that it holds. */
    public static byte[] write(long step, Bucket bucket) {
        ByteBuffer in = padded(bucket);
        byte[] codes = new byte[CODES];
        ByteBuffer said = ByteBuffer.allocate(in.capacity());
        for (int i : Bucket.WORD_ORDER) {
            long word = in.getLong(i * Long.BYTES);
            if (word == Bucket.followingWord(in, i, step)) {
                continue;
            }
            boolean plain = word == EMPTY[i];
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
        ByteBuffer out = ByteBuffer.allocate(WORDS * Long.BYTES);
        for (int i : Bucket.WORD_ORDER) {
            long word = switch (codes[i / 4] >> 2 * (i % 4) & 3) {
                case FOLLOWS -> Bucket.followingWord(out, i, step);
                case AS_IN_AN_EMPTY_ONE -> EMPTY[i];
                default -> in.getLong();
            };
            out.putLong(i * Long.BYTES, word);
        }
        return Bucket.read(out);
    }

    private static ByteBuffer padded(Bucket bucket) {
        return ByteBuffer.allocate(WORDS * Long.BYTES).put(bucket.bytes()).rewind();
    }

    private static long[] words(Bucket bucket) {
        ByteBuffer in = padded(bucket);
        long[] words = new long[WORDS];
        in.asLongBuffer().get(words);
        return words;
    }
}
