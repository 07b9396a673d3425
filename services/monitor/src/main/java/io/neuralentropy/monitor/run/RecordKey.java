package io.neuralentropy.monitor.run;

import java.nio.ByteBuffer;

/**
 * Names one stored record of a run.
 *
 * @param kind what it holds
 * @param index the bucket's first step, or a position; 0 where there is one of its kind
 */
public record RecordKey(Kind kind, long index) {
    static final RecordKey HEAD = new RecordKey(Kind.HEAD, 0);
    static final RecordKey ABOUT = new RecordKey(Kind.ABOUT, 0);
    static final RecordKey FINISHED = new RecordKey(Kind.FINISHED, 0);
    static final RecordKey DROPPED = new RecordKey(Kind.DROPPED, 0);
    static final RecordKey WATCH = new RecordKey(Kind.WATCH, 0);
    static final RecordKey SPLITS = new RecordKey(Kind.SPLITS, 0);
    static final RecordKey WARNINGS = new RecordKey(Kind.WARNINGS, 0);

    /** Length of {@link #write}'s output. */
    public static final int BYTES = 1 + Long.BYTES;

    private static final int RANK_BITS = 27;
    private static final int PAGE_BITS = 5;

    /** Kinds of records; the letter stands in the stored key. */
    public enum Kind {
        HEAD('h'),
        ABOUT('a'),
        FINISHED('f'),
        EVALUATION('e'),
        WINDOW('w'),
        HISTORY('b'),
        /** What the detectors remember: now under index 0, as of the closing of a bucket under its first step. */
        WATCH('d'),
        STATE_CHANGE('s'),
        /** The recent loss of a rank, where there are several. */
        RANK('r'),
        /** Where an attempt starts. */
        ATTEMPT('t'),
        /** A page of the steps seen of a rank of an attempt. */
        STEPS('i'),
        /** What the person who sends the run should know. */
        WARNINGS('n'),
        /** By how much the times of a rank are moved. */
        CLOCK('o'),
        /** What was dropped of known steps, and added to them. */
        DROPPED('k'),
        /** A page of what the accepted steps of a rank said. */
        CONTENT('c'),
        /** A page of the newest steps, one by one. */
        NEWEST('l'),
        /** Where the history's buckets are split, and from where on the newest steps are known one by one. */
        SPLITS('p');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        static Kind of(byte letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IllegalStateException("unknown kind of stored record: " + letter);
        }
    }

    static RecordKey evaluation(int position) {
        return new RecordKey(Kind.EVALUATION, position);
    }

    static RecordKey attempt(int attempt) {
        return new RecordKey(Kind.ATTEMPT, attempt);
    }

    /** @throws IllegalArgumentException where the rank is beyond what a key can name */
    static RecordKey steps(int attempt, int rank, int page) {
        if (rank >= 1 << RANK_BITS) {
            throw new IllegalArgumentException("rank " + rank + ": at most " + ((1 << RANK_BITS) - 1));
        }
        return new RecordKey(Kind.STEPS, ((long) attempt << RANK_BITS | rank) << PAGE_BITS | page);
    }

    /** Attempt that {@link #attempt} or {@link #steps} named. */
    int attempt() {
        return kind == Kind.ATTEMPT ? (int) index : (int) (index >> RANK_BITS + PAGE_BITS);
    }

    /** Rank that {@link #steps} named. */
    int rank() {
        return (int) (index >> PAGE_BITS) & (1 << RANK_BITS) - 1;
    }

    /** Page that {@link #steps} named. */
    int page() {
        return (int) index & (1 << PAGE_BITS) - 1;
    }

    public void write(ByteBuffer out) {
        out.put((byte) kind.letter).putLong(index);
    }

    public static RecordKey read(ByteBuffer in) {
        return new RecordKey(Kind.of(in.get()), in.getLong());
    }
}
