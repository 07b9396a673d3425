package io.neuralentropy.monitor.run;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A set of step numbers as few progressions: a run without losses is one, and so is a run that logs every tenth step.
 *
 * <p>Each entry covers a range of numbers that no other entry reaches into: an arithmetic progression, or a <em>blurred</em>
 * range, of which only the number of members is remembered. Beyond a limit of entries the older half is blurred, eight entries
 * into one: then every number of such a range counts as seen, and what is missing from it stays missing. {@link MissingSteps} counts
 * what is missing: a regular stride is no gap, and a blurred range remembers the stride that it had.
 *
 * <p>Adding at the end costs no search; elsewhere a binary search and a move of the entries behind. The entries that changed
 * since the last {@link #clean} form a suffix, from {@link #dirtyFrom} on: a store writes only that.
 */
final class StepSet {
    /** Entries beyond which a set is blurred, unless told otherwise. */
    static final int MAX_ENTRIES = 1024;

    /** Bytes of an entry as it is stored. */
    static final int ENTRY_BYTES = 4 * Long.BYTES;

    /** Entries that become one when a set is blurred; no set is made smaller than that. */
    static final int BLUR_GROUP = 8;

    // and less: the stride that the range had before it was blurred, negative; 1 where the range comes from an earlier
    // version
    private static final int BLURRED = 0;

    private long[] lows = new long[2];
    private long[] highs = new long[2];
    private long[] members = new long[2];
    // distance between members; BLURRED or less where only their number is known; 1 of a single member
    private long[] strides = new long[2];
    private int entries;
    private long count;
    private int dirtyFrom;

    boolean isEmpty() {
        return entries == 0;
    }

    /** Smallest member; only of a set that is not empty. */
    long min() {
        return lows[0];
    }

    /** Largest member; only of a set that is not empty. */
    long max() {
        return highs[entries - 1];
    }

    /** Number of members. */
    long count() {
        return count;
    }

    /** Number of entries that the members take. */
    int entries() {
        return entries;
    }

    /** Whether any number in [first, last] is a member, or lies in a blurred range. */
    boolean intersects(long first, long last) {
        int i = firstEndingAtOrAfter(first);
        return i < entries && memberAtOrAfter(i, first) <= last;
    }

    /** Smallest member of entry i that is at least {@code step}, which is at most its highest. */
    private long memberAtOrAfter(int i, long step) {
        long from = Math.max(step, lows[i]);
        if (strides[i] <= 1) {
            return from;
        }
        long past = (from - lows[i]) % strides[i];
        return past == 0 ? from : from + strides[i] - past;
    }

    /** Number of members in [first, last]; estimated where a bound cuts a blurred range. */
    long count(long first, long last) {
        long sum = 0;
        for (int i = firstEndingAtOrAfter(first); i < entries && lows[i] <= last; i++) {
            sum += countUpTo(i, Math.min(last, highs[i])) - countUpTo(i, first - 1);
        }
        return sum;
    }

    /** Members of entry i of at most {@code step}, which is at most its highest: never more than there are numbers. */
    private long countUpTo(int i, long step) {
        if (step < lows[i]) {
            return 0;
        }
        long numbers = step - lows[i] + 1;
        if (!isBlurred(i)) {
            return (numbers - 1) / strides[i] + 1;
        }
        long all = highs[i] - lows[i] + 1;
        return (long) Math.floor((double) members[i] / all * numbers + 0.5);
    }

    /**
     * Adds [first, last], of which no number may be a member or lie in a blurred range. A neighbour next door leaves its progression for
     * it, so that steps that come in whatever order are one entry in the end.
     */
    void add(long first, long last) {
        int i = firstEndingAtOrAfter(first);
        if (i < entries && lows[i] < first) {
            split(i, first);
            i++;
        }
        if (i < entries && lows[i] == last + 1 && strides[i] > 1) {
            split(i, lows[i] + 1);
        }
        if (i > 0 && highs[i - 1] == first - 1 && strides[i - 1] > 1) {
            split(i - 1, highs[i - 1]);
            i++;
        }
        insert(i, first, last, last - first + 1, 1);
        count += last - first + 1;
        if (joinsNext(i)) {
            joinNext(i);
        }
        if (i > 0 && joinsNext(i - 1)) {
            joinNext(i - 1);
        }
    }

    /** Adds those numbers of [first, last] that are neither members nor lie in a blurred range; says how many. */
    long fill(long first, long last) {
        long before = count;
        long from = first;
        while (from <= last) {
            int i = firstEndingAtOrAfter(from);
            if (i == entries || lows[i] > last) {
                add(from, last);
                break;
            }
            long member = isBlurred(i) ? Math.max(from, lows[i]) : memberAtOrAfter(i, from);
            if (member > from) {
                add(from, Math.min(member - 1, last));
            }
            from = 1 + (isBlurred(i) ? highs[i] : member + runFrom(member));
        }
        return count - before;
    }

    /** How many numbers right behind a member are members of the same entry of stride 1. */
    private long runFrom(long member) {
        int i = firstEndingAtOrAfter(member);
        return strides[i] == 1 ? highs[i] - member : 0;
    }

    /** A set of the same members. */
    StepSet copy() {
        StepSet copy = new StepSet();
        copy.ensure(Math.max(2, entries));
        for (int i = 0; i < entries; i++) {
            copy.insert(i, lows[i], highs[i], members[i], strides[i]);
        }
        copy.count = count;
        return copy;
    }

    /** Adds what of another set lies between or behind this one's entries; the rest was seen twice. */
    void addAll(StepSet other) {
        for (int i = 0; i < other.entries; i++) {
            int at = firstEndingAtOrAfter(other.lows[i]);
            if (at == entries || lows[at] > other.highs[i]) {
                insert(at, other.lows[i], other.highs[i], other.members[i], other.strides[i]);
                count += other.members[i];
            }
        }
    }

    /** Cuts entry i in two, before {@code step}. */
    private void split(int i, long step) {
        long right = memberAtOrAfter(i, step);
        long left = right - strides[i];
        long rightMembers = (highs[i] - right) / strides[i] + 1;
        insert(i + 1, right, highs[i], rightMembers, rightMembers == 1 ? 1 : strides[i]);
        set(i, lows[i], left, members[i] - rightMembers, members[i] - rightMembers == 1 ? 1 : strides[i]);
    }

    /** Whether entry i and the next are one progression. */
    private boolean joinsNext(int i) {
        if (i + 1 >= entries || isBlurred(i) || isBlurred(i + 1)) {
            return false;
        }
        long gap = lows[i + 1] - highs[i];
        return (members[i] == 1 || strides[i] == gap) && (members[i + 1] == 1 || strides[i + 1] == gap);
    }

    private void joinNext(int i) {
        long gap = lows[i + 1] - highs[i];
        set(i, lows[i], highs[i + 1], members[i] + members[i + 1], gap);
        removeAt(i + 1, 1);
    }

    /** Removes every member of at least {@code from}; says how many. Of a blurred range that it cuts, about as many. */
    long removeFrom(long from) {
        long removed = 0;
        while (entries > 0 && highs[entries - 1] >= from) {
            int i = entries - 1;
            long left = countUpTo(i, from - 1);
            removed += members[i] - left;
            if (left == 0) {
                removeAt(i, 1);
            } else if (isBlurred(i)) {
                set(i, lows[i], from - 1, left, strides[i]);
            } else {
                set(i, lows[i], lows[i] + (left - 1) * strides[i], left, left == 1 ? 1 : strides[i]);
            }
        }
        count -= removed;
        return removed;
    }

    /** Blurs older entries until at most {@code limit} are left; the newest quarter of the limit stays as it is. */
    void limit(int limit) {
        while (entries > Math.max(limit, BLUR_GROUP)) {
            long[] missing = MissingSteps.byEntry(this);
            int kept = 0;
            int half = Math.max(BLUR_GROUP, entries / 2);
            for (int i = 0; i < half; i += BLUR_GROUP) {
                blur(i, Math.min(i + BLUR_GROUP, half), kept++, missing);
            }
            removeAt(kept, half - kept);
        }
    }

    private void blur(int from, int to, int target, long[] missing) {
        if (to - from == 1) {
            set(target, lows[from], highs[from], members[from], strides[from]);
            return;
        }
        long sum = 0;
        long expected = 0;
        for (int i = from; i < to; i++) {
            sum += members[i];
            expected += members[i] + missing[2 * i] + (i + 1 < to ? missing[2 * i + 1] : 0);
        }
        long low = lows[from];
        long high = highs[to - 1];
        long stride = Math.max(1, Math.round((high - low + 1.0) / expected));
        set(target, low, high, sum, sum == high - low + 1 ? 1 : -stride);
    }

    /** Whether only the number of an entry's members is known. */
    boolean isBlurred(int i) {
        return strides[i] <= BLURRED;
    }

    /** Smallest number of entry i. */
    long low(int i) {
        return lows[i];
    }

    /** Largest number of entry i. */
    long high(int i) {
        return highs[i];
    }

    /** Number of members of entry i. */
    long members(int i) {
        return members[i];
    }

    /** Distance between the members of entry i; of a blurred one, what it was about. */
    long stride(int i) {
        return isBlurred(i) ? Math.max(1, -strides[i]) : strides[i];
    }

    private int firstEndingAtOrAfter(long step) {
        if (entries == 0 || highs[entries - 1] < step) {
            return entries;
        }
        int i = Arrays.binarySearch(highs, 0, entries, step);
        return i < 0 ? -i - 1 : i;
    }

    private void insert(int i, long low, long high, long count, long stride) {
        if (entries == lows.length) {
            ensure(2 * entries);
        }
        move(i, i + 1, entries - i);
        entries++;
        set(i, low, high, count, stride);
    }

    private void ensure(int capacity) {
        if (capacity > lows.length) {
            lows = Arrays.copyOf(lows, capacity);
            highs = Arrays.copyOf(highs, capacity);
            members = Arrays.copyOf(members, capacity);
            strides = Arrays.copyOf(strides, capacity);
        }
    }

    private void removeAt(int i, int number) {
        move(i + number, i, entries - i - number);
        entries -= number;
        dirtyFrom = Math.min(dirtyFrom, i);
    }

    private void move(int from, int to, int number) {
        System.arraycopy(lows, from, lows, to, number);
        System.arraycopy(highs, from, highs, to, number);
        System.arraycopy(members, from, members, to, number);
        System.arraycopy(strides, from, strides, to, number);
    }

    private void set(int i, long low, long high, long count, long stride) {
        lows[i] = low;
        highs[i] = high;
        members[i] = count;
        strides[i] = stride;
        dirtyFrom = Math.min(dirtyFrom, i);
    }

    /** Index of the first entry that may have changed since the last {@link #clean}. */
    int dirtyFrom() {
        return dirtyFrom;
    }

    /** Everything up to now is stored. */
    void clean() {
        dirtyFrom = entries;
    }

    /** Writes the entries with indices in [from, to). */
    void write(ByteBuffer out, int from, int to) {
        for (int i = from; i < to; i++) {
            out.putLong(lows[i]).putLong(highs[i]).putLong(members[i]).putLong(strides[i]);
        }
    }

    /** Puts entries back that {@link #write} wrote, from index {@code from} on; all of them before anything else is asked. */
    void restore(ByteBuffer in, int from) {
        int to = from + in.remaining() / ENTRY_BYTES;
        ensure(Math.max(2, to));
        for (int i = from; i < to; i++) {
            set(i, in.getLong(), in.getLong(), in.getLong(), in.getLong());
            count += members[i];
        }
        entries = Math.max(entries, to);
        clean();
    }

    /** Puts back a range of which {@code missing} numbers were never seen, behind all others. */
    void appendRange(long low, long high, long missing) {
        long there = Math.max(1, high - low + 1 - missing);
        insert(entries, low, high, there, there == high - low + 1 ? 1 : BLURRED);
        count += there;
    }
}
