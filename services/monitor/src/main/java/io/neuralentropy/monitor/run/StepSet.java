package io.neuralentropy.monitor.run;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A set of step numbers as few intervals: a long run without losses is one interval.
 *
 * <p>Bounded: beyond {@value #MAX_INTERVALS} intervals the oldest gap is given up. Its steps count as missing for good,
 * and as duplicates should they still arrive.
 */
final class StepSet {
    static final int MAX_INTERVALS = 1024;

    private long[] lows = new long[2];
    private long[] highs = new long[2];
    private int size;
    private long givenUp;

    boolean isEmpty() {
        return size == 0;
    }

    /** Smallest member; only of a set that is not empty. */
    long min() {
        return lows[0];
    }

    /** Largest member; only of a set that is not empty. */
    long max() {
        return highs[size - 1];
    }

    /** Steps in gaps that were given up to keep the set small: seen as members, yet missing. */
    long givenUp() {
        return givenUp;
    }

    boolean intersects(long first, long last) {
        int i = firstEndingAtOrAfter(first);
        return i < size && lows[i] <= last;
    }

    /** Number of members in [first, last], given-up steps included. */
    long count(long first, long last) {
        long count = 0;
        for (int i = firstEndingAtOrAfter(first); i < size && lows[i] <= last; i++) {
            count += Math.min(highs[i], last) - Math.max(lows[i], first) + 1;
        }
        return count;
    }

    /** Adds [first, last], none of which may be a member. */
    void add(long first, long last) {
        int i = firstEndingAtOrAfter(first);
        boolean joinsLeft = i > 0 && highs[i - 1] == first - 1;
        boolean joinsRight = i < size && lows[i] == last + 1;
        if (joinsLeft && joinsRight) {
            highs[i - 1] = highs[i];
            removeAt(i);
        } else if (joinsLeft) {
            highs[i - 1] = last;
        } else if (joinsRight) {
            lows[i] = first;
        } else {
            insertAt(i, first, last);
        }
    }

    /** Adds all members of another set that lies within gaps of this one, or beyond its ends. */
    void addAll(StepSet other) {
        for (int i = 0; i < other.size; i++) {
            if (!intersects(other.lows[i], other.highs[i])) {
                add(other.lows[i], other.highs[i]);
            }
        }
        givenUp += other.givenUp;
    }

    /** Removes every member of at least {@code from}; says how many. */
    long removeFrom(long from) {
        long removed = 0;
        while (size > 0 && highs[size - 1] >= from) {
            int i = size - 1;
            if (lows[i] >= from) {
                removed += highs[i] - lows[i] + 1;
                size--;
            } else {
                removed += highs[i] - from + 1;
                highs[i] = from - 1;
            }
        }
        if (size == 0) {
            givenUp = 0;
        }
        return removed;
    }

    private int firstEndingAtOrAfter(long step) {
        if (size == 0 || highs[size - 1] < step) {
            return size;
        }
        int i = Arrays.binarySearch(highs, 0, size, step);
        return i < 0 ? -i - 1 : i;
    }

    private void insertAt(int i, long first, long last) {
        if (size == lows.length) {
            lows = Arrays.copyOf(lows, 2 * size);
            highs = Arrays.copyOf(highs, 2 * size);
        }
        System.arraycopy(lows, i, lows, i + 1, size - i);
        System.arraycopy(highs, i, highs, i + 1, size - i);
        lows[i] = first;
        highs[i] = last;
        size++;
        if (size > MAX_INTERVALS) {
            giveUpOldestGap();
        }
    }

    private void giveUpOldestGap() {
        givenUp += lows[1] - highs[0] - 1;
        highs[0] = highs[1];
        removeAt(1);
    }

    private void removeAt(int i) {
        System.arraycopy(lows, i + 1, lows, i, size - i - 1);
        System.arraycopy(highs, i + 1, highs, i, size - i - 1);
        size--;
    }

    int byteSize() {
        return Integer.BYTES + Long.BYTES + 2 * Long.BYTES * size;
    }

    void write(ByteBuffer out) {
        out.putInt(size).putLong(givenUp);
        for (int i = 0; i < size; i++) {
            out.putLong(lows[i]).putLong(highs[i]);
        }
    }

    static StepSet read(ByteBuffer in) {
        StepSet set = new StepSet();
        set.size = in.getInt();
        set.givenUp = in.getLong();
        set.lows = new long[Math.max(2, set.size)];
        set.highs = new long[Math.max(2, set.size)];
        for (int i = 0; i < set.size; i++) {
            set.lows[i] = in.getLong();
            set.highs[i] = in.getLong();
        }
        return set;
    }
}
