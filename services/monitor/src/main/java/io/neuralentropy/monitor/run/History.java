package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Contribution;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.Curve;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * A run's whole history in log-linear buckets. The buckets are in the storage: on the heap are those that changed since they were
 * last saved and the few that the last events fell into.
 *
 * <p>What is asked is always what stands: the storage's buckets with the changed ones laid over them.
 *
 * <p>So that a resumption can cut a bucket in two, one may be stored in parts, of which readers see nothing: a part begins where the
 * bucket does, at a {@linkplain #split split}, and every {@value #FINE} steps as far back as the newest steps are known one by one.
 * What then straddles the cut is made anew of those. A part is named by its first step.
 */
final class History {
    static final Grid.LogLinear GRID = Grid.HISTORY;

    /** Splits kept, beside the first steps of attempts: the newest ones. */
    static final int MAX_SPLITS = 128;

    /** Round numbers are so far apart at most, as a share of the steps so far. */
    private static final int ROUND_SHARE = 64;

    /** Widest part where steps are known one by one. */
    static final int FINE = 256;

    private static final long UNKNOWN = -1;

    /** Ranks and late steps make a few neighbouring buckets busy at a time. */
    private static final int RECENT = 4;

    private final RunStorage storage;
    // a null bucket is one to be removed
    private final TreeMap<Long, Bucket> changed = new TreeMap<>();
    private final Deque<Map.Entry<Long, Bucket>> recent = new ArrayDeque<>(RECENT);
    private final NavigableSet<Long> splits = new TreeSet<>();
    private final NewestSteps newest;
    private final LongConsumer changedPart;
    private long fineFrom = UNKNOWN;

    /** @param changedPart told of each part that a step, a cut or a split changes */
    History(RunStorage storage, NewestSteps newest, LongConsumer changedPart) {
        this.storage = storage;
        this.newest = newest;
        this.changedPart = changedPart;
    }

    /** A curve that is stored. */
    static Curve stored(RunStorage storage) {
        return new History(storage, new NewestSteps(storage, page -> {}), part -> {}).freeze();
    }

    /** Takes buckets in ascending order. */
    @FunctionalInterface
    interface Visitor {
        void visit(long key, Bucket bucket);
    }

    /** The name of the part that a step falls into. */
    long part(long step) {
        long key = GRID.first(step);
        Long split = splits.floor(step);
        if (split != null) {
            key = Math.max(key, split);
        }
        return step >= fineFrom() ? Math.max(key, fine(step)) : key;
    }

    private long fineFrom() {
        if (fineFrom == UNKNOWN) {
            fineFrom = fine(newest.from());
        }
        return fineFrom;
    }

    /** Cells of the grid are powers of two: each holds these whole, or lies in one of them. */
    private static long fine(long step) {
        return step & -FINE;
    }

    /** Takes what was accepted of an event. */
    void add(Contribution contribution) {
        mutable(part(contribution.step().step())).add(contribution, false);
    }

    /** Takes the loss of an evaluation on held-out points after a step, where anything is known of the steps around it. */
    void evaluated(long step, double loss) {
        long part = part(step);
        if (current(part).steps() > 0) {
            mutable(part).evaluated(step, loss);
        }
    }

    /** A part, made when absent, to be changed. */
    private Bucket mutable(long key) {
        changedPart.accept(key);
        Bucket thawed = current(key).thawed();
        changed.put(key, thawed);
        return thawed;
    }

    /** The part of a step, to be read; an empty one where there is none. */
    Bucket peek(long step) {
        return current(part(step));
    }

    private Bucket current(long key) {
        Bucket bucket = changed.get(key);
        if (bucket != null) {
            return bucket;
        }
        return changed.containsKey(key) ? new Bucket() : known(key);
    }

    private Bucket known(long key) {
        for (Map.Entry<Long, Bucket> entry : recent) {
            if (entry.getKey() == key) {
                return entry.getValue();
            }
        }
        byte[] bytes = storage.get(recordKey(key));
        return bytes == null ? new Bucket() : Bucket.read(ByteBuffer.wrap(bytes));
    }

    private void remove(long key) {
        changed.put(key, null);
        recent.removeIf(entry -> entry.getKey() == key);
        changedPart.accept(key);
    }

    /**
     * Lets a part begin at a step: what comes from now on is cut there without loss.
     *
     * @param isStart whether an attempt starts at a step: such splits stay
     * @return whether that is new
     */
    boolean split(long step, LongPredicate isStart) {
        if (step == GRID.first(step) || !splits.add(step)) {
            return false;
        }
        if (splits.size() > MAX_SPLITS) {
            splits.stream().filter(split -> !isStart.test(split)).findFirst().ifPresent(this::unite);
        }
        return true;
    }

    private void unite(long split) {
        splits.remove(split);
        uniteParts(split, split);
    }

    /** Fewer, or after a cut more, of the newest steps are known one by one: parts before those need not be fine any more. */
    void follow() {
        long before = fineFrom();
        fineFrom = fine(newest.from());
        if (fineFrom > before) {
            uniteParts(before, fineFrom - 1);
        }
    }

    /** Lets parts with names in [from, to] that begin at nothing become one with the part before. */
    private void uniteParts(long from, long to) {
        List<Long> idle = new ArrayList<>();
        List<Bucket> contents = new ArrayList<>();
        parts(from, to, (key, bucket) -> {
            if (part(key) != key) {
                idle.add(key);
                contents.add(bucket);
            }
        });
        for (int i = 0; i < idle.size(); i++) {
            mutable(part(idle.get(i))).add(contents.get(i));
            remove(idle.get(i));
        }
    }

    /** The highest step up to this one at which a trainer may well save a checkpoint: a multiple of 1, 2 or 5 times a power of 10. */
    static long roundStep(long step) {
        long unit = 1;
        int[] factors = {2, 5, 10};
        long power = 1;
        for (int i = 0; unit * ROUND_SHARE < step; i++) {
            unit = factors[i % 3] * power;
            power = i % 3 == 2 ? unit : power;
        }
        return step / unit * unit;
    }

    /** Where buckets are split. */
    NavigableSet<Long> splits() {
        return splits;
    }

    /**
     * What a cut dropped.
     *
     * @param earliest the first step of what it dropped
     * @param lostFrom steps from here on went, too, since nobody knows their sums without those behind; {@code from} where all are known
     * @param from first step that it was to drop
     */
    record Cut(long earliest, long lostFrom, long from) {}

    /**
     * Drops the steps {@code from … to − 1}, where {@code to} begins a part. Of parts that hold both such and earlier steps the earlier
     * ones are put back as far as they are known one by one.
     */
    Cut cut(long from, long to) {
        TreeMap<Long, Bucket> there = new TreeMap<>();
        parts(GRID.first(from), to - 1, there::put);
        long low = from;
        long earliest = from;
        long reach = from;
        // downwards; a part that was made in a wider one lies among its steps
        for (Map.Entry<Long, Bucket> part : there.descendingMap().entrySet()) {
            if (part.getKey() >= from) {
                earliest = Math.min(earliest, part.getValue().first());
            } else if (part.getValue().last() >= low) {
                low = part.getKey();
                reach = Math.min(reach, part.getValue().first());
            }
        }
        there.tailMap(low, true).keySet().forEach(this::remove);
        splits.subSet(from, false, to, false).clear();
        if (low < newest.from()) {
            long lost = Math.min(low, reach);
            return new Cut(Math.min(earliest, lost), lost, from);
        }
        long[] first = {earliest};
        newest.scan(from, to - 1, (step, bucket) -> first[0] = Math.min(first[0], bucket.first()));
        newest.scan(low, from - 1, (step, bucket) -> mutable(part(step)).add(bucket));
        return new Cut(first[0], from, from);
    }

    /** Gives the buckets of the grid with keys in [from, to] to the visitor, in ascending order; it must not change them. */
    void scan(long from, long to, Visitor visitor) {
        Joined joined = new Joined(visitor);
        parts(from, to == Long.MAX_VALUE ? to : GRID.last(to), joined);
        joined.end();
    }

    /** Joins the parts of each bucket. */
    private static final class Joined implements Visitor {
        private final Visitor visitor;
        private long cell;
        private Bucket joined;
        private boolean isCopy;

        Joined(Visitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public void visit(long key, Bucket part) {
            if (joined == null || cell != GRID.first(key)) {
                end();
                cell = GRID.first(key);
                joined = part;
                isCopy = false;
                return;
            }
            if (!isCopy) {
                Bucket copy = new Bucket();
                copy.add(joined);
                joined = copy;
                isCopy = true;
            }
            joined.add(part);
        }

        void end() {
            if (joined != null) {
                visitor.visit(cell, joined);
            }
        }
    }

    private void parts(long from, long to, Visitor visitor) {
        if (from > to) {
            return;
        }
        NavigableMap<Long, Bucket> over = new TreeMap<>(changed.subMap(from, true, to, true));
        storage.scan(RecordKey.Kind.HISTORY, from, to, (key, bytes) -> {
            while (!over.isEmpty() && over.firstKey() < key) {
                visit(over.pollFirstEntry(), visitor);
            }
            if (!over.isEmpty() && over.firstKey() == key) {
                visit(over.pollFirstEntry(), visitor);
            } else {
                visitor.visit(key, Bucket.read(ByteBuffer.wrap(bytes)));
            }
        });
        while (!over.isEmpty()) {
            visit(over.pollFirstEntry(), visitor);
        }
    }

    private static void visit(Map.Entry<Long, Bucket> entry, Visitor visitor) {
        if (entry.getValue() != null) {
            visitor.visit(entry.getKey(), entry.getValue());
        }
    }

    /** The stored form of a part that changed; null where it is gone. */
    byte[] bytes(long key) {
        Bucket bucket = changed.get(key);
        return bucket == null ? null : bucket.bytes();
    }

    /** What changed is saved. */
    void saved() {
        changed.forEach((key, bucket) -> {
            if (bucket != null) {
                remember(key, bucket);
            }
        });
        changed.clear();
    }

    private void remember(long key, Bucket bucket) {
        recent.removeIf(entry -> entry.getKey() == key);
        if (recent.size() == RECENT) {
            recent.removeFirst();
        }
        recent.addLast(Map.entry(key, bucket));
    }

    /** Whether all of it is in the storage. */
    boolean isSaved() {
        return changed.isEmpty();
    }

    /** The curve as it is now, for any thread; its buckets are frozen. */
    Curve freeze() {
        List<Bucket> buckets = new ArrayList<>();
        scan(0, Long.MAX_VALUE, (key, bucket) -> {
            bucket.freeze();
            buckets.add(bucket);
        });
        return new BucketCurve(buckets.toArray(Bucket[]::new));
    }

    private static RecordKey recordKey(long key) {
        return new RecordKey(RecordKey.Kind.HISTORY, key);
    }
}
