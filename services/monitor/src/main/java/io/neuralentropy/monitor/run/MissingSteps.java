package io.neuralentropy.monitor.run;

/**
 * How many steps of a set are missing: numbers that the stride at that place makes one expect and that are not there.
 *
 * <p>Who logs every tenth step without a {@code span} loses nothing. What stride holds at a gap is read off the {@value #AROUND} gaps
 * on either side: the larger of the two medians, so that a few lost events leave it as it is and a change of the stride is no loss. A
 * gap of g numbers at stride r lacks g / r − 1 of them, rounded, halves down: a logger that goes by the clock and so jitters by less
 * than half its stride is regular, too. A stated {@code logEvery} is taken at its word instead.
 */
final class MissingSteps {
    /** Gaps on either side that say which stride holds; of fewer than half of them being losses they do not take notice. */
    static final int AROUND = 8;

    /** No stride is stated. */
    static final long NOT_STATED = 0;

    private final StepSet set;
    private final long stated;
    private final Gaps before = new Gaps();
    private final Gaps after = new Gaps();

    private MissingSteps(StepSet set, long stated) {
        this.set = set;
        this.stated = stated;
    }

    /**
     * Of the numbers in [first, last].
     *
     * @param stated the stride that the run states; {@link #NOT_STATED} where it states none
     */
    static long of(StepSet set, long first, long last, long stated) {
        return set.isEmpty() ? 0 : new MissingSteps(set, stated).within(first, last);
    }

    /** The stride of a set's last steps; 1 of less than two. */
    static long stride(StepSet set, long stated) {
        return set.isEmpty() ? 1 : new MissingSteps(set, stated).strideUpTo(set.entries() - 1);
    }

    /** Of each entry, and in the next place of the gap behind it, by no stated stride. */
    static long[] byEntry(StepSet set) {
        MissingSteps steps = new MissingSteps(set, NOT_STATED);
        long[] missing = new long[2 * set.entries()];
        for (int i = 0; i < set.entries(); i++) {
            missing[2 * i] = steps.inside(i);
            missing[2 * i + 1] = i + 1 < set.entries() ? steps.behind(i) : 0;
        }
        return missing;
    }

    private long within(long first, long last) {
        int newest = set.entries() - 1;
        int oldest = 0;
        while (oldest < newest && set.high(oldest) < first) {
            oldest++;
        }
        long missing = Math.max(0, set.low(oldest) - first) / strideFrom(oldest);
        for (int i = oldest; i <= newest; i++) {
            missing += inside(i) + (i < newest ? behind(i) : 0);
        }
        return missing + Math.max(0, last - set.high(newest)) / strideUpTo(newest);
    }

    /** A progression of many members speaks for itself, one of a few is judged with its neighbours. */
    private long inside(int i) {
        if (set.isBlurred(i)) {
            long stride = stated == NOT_STATED ? set.stride(i) : stated;
            return Math.max(0, lacking(set.high(i) - set.low(i) + stride, stride) + 1 - set.members(i));
        }
        long gaps = set.members(i) - 1;
        boolean regular = set.stride(i) == 1 || stated == NOT_STATED && gaps >= AROUND;
        return regular ? 0 : gaps * lacking(set.stride(i), strideBetween(i, i, set.stride(i)));
    }

    private long behind(int i) {
        long gap = set.low(i + 1) - set.high(i);
        return gap == 1 ? 0 : lacking(gap, strideBetween(i, i + 1, gap));
    }

    private static long lacking(long gap, long stride) {
        return Math.max(0, (2 * gap + stride - 1) / (2 * stride) - 1);
    }

    /** The first step that came is as far from the start as the second from the first; alone, it is the first that was to come. */
    private long strideFrom(int oldest) {
        if (stated != NOT_STATED) {
            return stated;
        }
        lookAhead(oldest);
        return after.isEmpty() ? set.low(oldest) : after.median();
    }

    private long strideUpTo(int newest) {
        if (stated != NOT_STATED) {
            return stated;
        }
        lookBack(newest);
        return before.isEmpty() ? 1 : before.median();
    }

    /** By the gaps up to the end of entry {@code left} and those from the start of entry {@code right} on. */
    private long strideBetween(int left, int right, long alone) {
        if (stated != NOT_STATED) {
            return stated;
        }
        lookBack(left);
        lookAhead(right);
        if (before.isTelling() || after.isTelling()) {
            return Math.max(before.isTelling() ? before.median() : 1, after.isTelling() ? after.median() : 1);
        }
        before.takeAll(after);
        return before.isEmpty() ? alone : before.median();
    }

    private void lookBack(int from) {
        before.clear();
        for (int i = from; before.isShort() && i >= 0; i--) {
            before.take(set.stride(i), set.members(i) - 1);
            if (i > 0) {
                before.take(set.low(i) - set.high(i - 1), 1);
            }
        }
    }

    private void lookAhead(int from) {
        after.clear();
        for (int i = from; after.isShort() && i < set.entries(); i++) {
            after.take(set.stride(i), set.members(i) - 1);
            if (i + 1 < set.entries()) {
                after.take(set.low(i + 1) - set.high(i), 1);
            }
        }
    }

    /** The first {@value #AROUND} gaps that it is given, in ascending order. */
    private static final class Gaps {
        private final long[] sorted = new long[AROUND];
        private int size;

        void clear() {
            size = 0;
        }

        boolean isShort() {
            return size < AROUND;
        }

        /** Whether there are enough of them to outvote some losses. */
        boolean isTelling() {
            return size >= AROUND / 2;
        }

        boolean isEmpty() {
            return size == 0;
        }

        void takeAll(Gaps others) {
            for (int i = 0; i < others.size; i++) {
                take(others.sorted[i], 1);
            }
        }

        void take(long gap, long times) {
            for (long n = 0; n < times && isShort(); n++) {
                int i = size++;
                while (i > 0 && sorted[i - 1] > gap) {
                    sorted[i] = sorted[i - 1];
                    i--;
                }
                sorted[i] = gap;
            }
        }

        /** The lower one; only where there are any. */
        long median() {
            return sorted[(size - 1) / 2];
        }
    }
}
