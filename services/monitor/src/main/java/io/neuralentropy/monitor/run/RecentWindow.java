package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Buckets;
import io.neuralentropy.monitor.maths.Contribution;
import io.neuralentropy.monitor.maths.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The newest steps of a run in buckets of 32, each a stored record. */
final class RecentWindow {
    /** Buckets that count as recent. */
    private static final int BUCKETS = 32;

    /**
     * Buckets that are kept. More than are recent, so that after a resumption from a checkpoint of up to 3,072 steps ago the
     * window is what it was there; after a longer way back it fills anew.
     */
    private static final int RETAINED = 4 * BUCKETS;

    // measured on a 64-bit JVM with compressed pointers, rounded up
    private static final long BUCKET_HEAP_BYTES = 600;

    private final Buckets buckets = new Buckets(Grid.WINDOW);
    private final Consumer<RecordKey> changed;

    /** @param changed told of each stored record that an event changes */
    RecentWindow(Consumer<RecordKey> changed) {
        this.changed = changed;
    }

    Buckets buckets() {
        return buckets;
    }

    /** The recent buckets of a run that has come to a step: that of the step and the 31 before it. */
    Bucket[] recent(long step) {
        int from = buckets.indexFrom(oldest(Math.max(1, step), BUCKETS));
        Bucket[] recent = new Bucket[buckets.size() - from];
        for (int i = 0; i < recent.length; i++) {
            recent[i] = buckets.get(from + i);
        }
        return recent;
    }

    private static long oldest(long step, int count) {
        return Grid.WINDOW.first(step) - (count - 1L) * Grid.WINDOW.width();
    }

    /** Takes what was accepted of an event, unless it is too old, and forgets what has become so. */
    void add(Contribution contribution, long highest) {
        long step = contribution.step().step();
        long oldestKept = oldest(highest, RETAINED);
        if (Grid.WINDOW.first(step) >= oldestKept) {
            buckets.mutable(step).add(contribution, true);
            changed(Grid.WINDOW.first(step));
        }
        int expired = buckets.indexFrom(oldestKept);
        for (int i = 0; i < expired; i++) {
            changed(buckets.key(i));
        }
        buckets.remove(0, expired);
    }

    /** Drops the buckets of steps {@code from … to − 1}; of those at the ends the rest is put back where it is known step by step. */
    void cut(long from, long to, NewestSteps newest) {
        int begin = buckets.indexFrom(Grid.WINDOW.first(from));
        int end = to == Long.MAX_VALUE ? buckets.size() : buckets.indexFrom(Grid.WINDOW.last(to - 1) + 1);
        List<Long> ends = new ArrayList<>();
        for (int i = begin; i < end; i++) {
            long key = buckets.key(i);
            changed(key);
            if ((key < from || Grid.WINDOW.last(key) >= to) && key >= newest.from()) {
                ends.add(key);
            }
        }
        buckets.remove(begin, end);
        for (long key : ends) {
            newest.scan(
                    key,
                    Grid.WINDOW.last(key),
                    (step, bucket) -> buckets.mutable(step).add(bucket));
        }
    }

    private void changed(long key) {
        changed.accept(new RecordKey(RecordKey.Kind.WINDOW, key));
    }

    /** Memory that it takes, bytes. */
    long heapBytes() {
        long profiles = 0;
        for (int i = 0; i < buckets.size(); i++) {
            profiles += buckets.get(i).profile() == null
                    ? 0
                    : buckets.get(i).profile().byteSize();
        }
        return buckets.size() * BUCKET_HEAP_BYTES + profiles;
    }
}
