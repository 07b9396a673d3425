package io.neuralentropy.monitor.run;

import java.nio.ByteBuffer;

/**
 * The steps seen of one rank of one attempt, and what was noted of them. Stored in pages, so that no record is larger than
 * {@value #MAX_RECORD_BYTES} bytes and an event writes one or two of them: page 0 holds what was noted and, while they are few, the
 * entries of the set; further pages hold {@value #PAGE_ENTRIES} entries each. From page {@value #FIRST_OF_PARTS} on follow the sets of
 * parts that did not come with every step, where there are any.
 */
final class RankSteps {
    private static final int INLINE_ENTRIES = 4;
    private static final int PAGE_ENTRIES = 64;
    private static final int HEAD_BYTES = 2 * Long.BYTES + Integer.BYTES;
    static final int MAX_RECORD_BYTES = PAGE_ENTRIES * StepSet.ENTRY_BYTES;

    /** Behind the pages of the largest set. */
    private static final int FIRST_OF_PARTS = 1 + StepSet.MAX_ENTRIES / PAGE_ENTRIES;

    final StepSet steps = new StepSet();

    /** The same by parts of events. */
    final SeenParts parts = new SeenParts(steps);

    long lastEventTime = Long.MIN_VALUE;

    /** Highest step whose loss or entropy is not finite; 0 before any. */
    long lastBad;

    private int storedPages;
    private int storedSets;

    /** Whether one of its last steps is not finite. */
    boolean isBad(long within) {
        return lastBad > 0 && steps.max() - lastBad < within;
    }

    /** Entries over all of its sets. */
    int entries() {
        return steps.entries() + parts.entries();
    }

    /** Blurs its sets until they have at most so many entries in all, or as few as they can have. */
    void limit(int limit) {
        if (entries() > limit) {
            steps.limit(limit / 2);
            parts.limit(limit / 2 / SeenParts.MAX_SETS);
        }
    }

    /** Drops the steps from {@code from} on; says how many. */
    long dropFrom(long from) {
        lastBad = lastBad < from ? lastBad : 0;
        long removed = steps.removeFrom(from);
        if (removed > 0) {
            parts.removeFrom(from);
        }
        return removed;
    }

    /** Takes in the same rank of an older attempt, whose steps end where this one's begin; parts are no longer told apart. */
    void absorb(RankSteps older) {
        parts.forget();
        steps.addAll(older.steps);
        lastEventTime = Math.max(lastEventTime, older.lastEventTime);
        lastBad = Math.max(lastBad, older.lastBad);
    }

    /** Takes the pages that may have changed since the last call. */
    interface Pages {
        void changed(int page);
    }

    /** Names each page. */
    void eachPage(Pages pages) {
        for (int page = 0; page < pages(); page++) {
            pages.changed(page);
        }
        for (int set = 0; set < parts.sets(); set++) {
            pages.changed(FIRST_OF_PARTS + set);
        }
    }

    /** Names each page that may have changed since the last call, those that are no longer needed among them. */
    void drainChanged(Pages pages) {
        pages.changed(0);
        int needed = pages();
        int from = isInline() ? 1 : 1 + steps.dirtyFrom() / PAGE_ENTRIES;
        for (int page = Math.min(from, needed); page < Math.max(needed, storedPages); page++) {
            if (page > 0) {
                pages.changed(page);
            }
        }
        storedPages = needed;
        steps.clean();
        drainChangedParts(pages);
    }

    private void drainChangedParts(Pages pages) {
        for (int set = 0; parts.isDirty() && set < Math.max(parts.sets(), storedSets); set++) {
            pages.changed(FIRST_OF_PARTS + set);
        }
        storedSets = parts.sets();
        parts.clean();
    }

    private boolean isInline() {
        return steps.entries() <= INLINE_ENTRIES;
    }

    /** Number of pages. */
    int pages() {
        return isInline() ? 1 : 2 + (steps.entries() - 1) / PAGE_ENTRIES;
    }

    /** The stored form of a page; null where there is none (any more). */
    byte[] bytes(int page) {
        if (page >= FIRST_OF_PARTS) {
            return page - FIRST_OF_PARTS < parts.sets() ? parts.bytes(page - FIRST_OF_PARTS) : null;
        }
        if (page >= pages()) {
            return null;
        }
        return page == 0 ? head() : entries((page - 1) * PAGE_ENTRIES);
    }

    private byte[] head() {
        int inline = isInline() ? steps.entries() : 0;
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + inline * StepSet.ENTRY_BYTES + Integer.BYTES);
        out.putLong(lastEventTime).putLong(lastBad).putInt(pages());
        steps.write(out, 0, inline);
        out.putInt(parts.always());
        return out.array();
    }

    private byte[] entries(int from) {
        int to = Math.min(from + PAGE_ENTRIES, steps.entries());
        ByteBuffer out = ByteBuffer.allocate((to - from) * StepSet.ENTRY_BYTES);
        steps.write(out, from, to);
        return out.array();
    }

    /** Puts back a page that {@link #bytes} gave; all of them, in any order, before anything else is asked. */
    void restore(int page, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (page == 0) {
            lastEventTime = in.getLong();
            lastBad = in.getLong();
            storedPages = in.getInt();
            int inline = in.remaining() / StepSet.ENTRY_BYTES;
            if (inline > 0) {
                steps.restore(in, 0);
            }
            // earlier versions did not tell parts apart: all of them were seen
            parts.restoreAlways(in.hasRemaining() ? in.getInt() : StepParts.ALL);
        } else if (page >= FIRST_OF_PARTS) {
            parts.restore(bytes);
            storedSets = parts.sets();
        } else {
            steps.restore(in, (page - 1) * PAGE_ENTRIES);
        }
    }
}
