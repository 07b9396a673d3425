package io.neuralentropy.monitor.run;

import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.CompactBucket;
import io.neuralentropy.monitor.maths.Contribution;
import io.neuralentropy.monitor.maths.Grid;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The newest accepted steps one by one, over all ranks, beside the history and the window that hold them merged: sums cannot be taken
 * apart again, so that this is what a resumption cuts those with, wherever among these steps it falls. Profiles are not kept.
 *
 * <p>In pages of {@value #PAGE_STEPS} step numbers, in the storage; of the pages that hold any step the newest {@value #PAGES} stay.
 * On the heap are the pages' keys and those that changed last.
 */
final class NewestSteps {
    static final int PAGE_STEPS = 4;

    /** 1,280 steps of a run that sends each step; as many events of one that sends few. */
    static final int PAGES = 320;

    /** What the keys and the pages on the heap take. */
    static final long HEAP_BYTES = PAGES * Long.BYTES + (8 << 10);

    private static final Grid.Linear GRID = new Grid.Linear(PAGE_STEPS);
    private static final int RECENT = 4;

    private final RunStorage storage;
    private final Consumer<RecordKey> changed;
    private long[] keys;
    private int size;
    private long heldFrom = 1;
    // pages that are not saved yet: null for one to be removed
    private final TreeMap<Long, byte[][]> unsaved = new TreeMap<>();
    private final Map<Long, byte[][]> recent = new LinkedHashMap<>();

    NewestSteps(RunStorage storage, Consumer<RecordKey> changed) {
        this.storage = storage;
        this.changed = changed;
    }

    /** Takes steps in ascending order. */
    @FunctionalInterface
    interface Visitor {
        /** @param step the last one that the bucket's events cover */
        void visit(long step, Bucket bucket);
    }

    /** The step from which on every accepted one is here. */
    long from() {
        load();
        return size == PAGES ? Math.max(heldFrom, keys[0]) : heldFrom;
    }

    /** The part of {@link #from} that does not follow from the pages. */
    long heldFrom() {
        return heldFrom;
    }

    /** Puts that part back. */
    void heldFrom(long step) {
        heldFrom = step;
    }

    private void load() {
        if (keys == null) {
            keys = new long[PAGES + 1];
            storage.scan(RecordKey.Kind.NEWEST, 0, Long.MAX_VALUE, (key, bytes) -> keys[size++] = key);
        }
    }

    /** Takes what was accepted of an event, unless its step is older than the oldest here. */
    void add(Contribution contribution) {
        long step = contribution.step().step();
        if (step < from()) {
            return;
        }
        long key = GRID.first(step);
        byte[][] page = mutable(key);
        int i = (int) (step - key);
        Bucket bucket = page[i] == null ? new Bucket() : CompactBucket.read(step, ByteBuffer.wrap(page[i]));
        bucket.add(contribution, false);
        page[i] = CompactBucket.write(step, bucket);
        changed(key);
        if (size > PAGES) {
            remove(0);
        }
    }

    /** Takes the loss of an evaluation on held-out points after a step, where that is here. */
    void evaluated(long step, double loss) {
        long key = GRID.first(step);
        int i = (int) (step - key);
        if (step >= from() && find(key) >= 0 && page(key)[i] != null) {
            byte[][] page = mutable(key);
            Bucket bucket = CompactBucket.read(step, ByteBuffer.wrap(page[i]));
            bucket.evaluated(step, loss);
            page[i] = CompactBucket.write(step, bucket);
            changed(key);
        }
    }

    private byte[][] mutable(long key) {
        int i = find(key);
        if (i < 0) {
            System.arraycopy(keys, -i - 1, keys, -i, size + i + 1);
            keys[-i - 1] = key;
            size++;
        }
        byte[][] page = i < 0 ? new byte[PAGE_STEPS][] : page(key);
        recent.remove(key);
        unsaved.put(key, page);
        return page;
    }

    private int find(long key) {
        return Arrays.binarySearch(keys, 0, size, key);
    }

    /** A page that is there. */
    private byte[][] page(long key) {
        byte[][] page = unsaved.get(key);
        if (page == null) {
            page = recent.get(key);
        }
        return page == null ? read(storage.get(recordKey(key))) : page;
    }

    private static byte[][] read(byte[] bytes) {
        byte[][] page = new byte[PAGE_STEPS][];
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            int i = in.get();
            page[i] = new byte[in.getShort()];
            in.get(page[i]);
        }
        return page;
    }

    private void remove(int i) {
        long key = keys[i];
        System.arraycopy(keys, i + 1, keys, i, size - i - 1);
        size--;
        recent.remove(key);
        unsaved.put(key, null);
        changed(key);
    }

    private void changed(long key) {
        changed.accept(recordKey(key));
    }

    private static RecordKey recordKey(long key) {
        return new RecordKey(RecordKey.Kind.NEWEST, key);
    }

    /** Drops the steps {@code from … to − 1}: none of them counts any more. */
    void drop(long from, long to) {
        long held = from();
        for (int i = size - 1; i >= 0 && GRID.last(keys[i]) >= from; i--) {
            if (keys[i] < to) {
                drop(i, from, to);
            }
        }
        boolean toTheEnd = size == 0 || GRID.last(keys[size - 1]) < to;
        heldFrom = toTheEnd ? Math.min(held, from) : held;
        changed.accept(RecordKey.SPLITS);
    }

    private void drop(int i, long from, long to) {
        byte[][] page = mutable(keys[i]);
        boolean any = false;
        for (int j = 0; j < PAGE_STEPS; j++) {
            if (keys[i] + j >= from && keys[i] + j < to) {
                page[j] = null;
            }
            any |= page[j] != null;
        }
        if (any) {
            changed(keys[i]);
        } else {
            remove(i);
        }
    }

    /** Gives the steps {@code from … to} to the visitor. */
    void scan(long from, long to, Visitor visitor) {
        load();
        for (int i = 0; i < size && keys[i] <= to; i++) {
            if (GRID.last(keys[i]) >= from) {
                byte[][] page = page(keys[i]);
                for (long step = Math.max(from, keys[i]); step <= Math.min(to, GRID.last(keys[i])); step++) {
                    byte[] bytes = page[(int) (step - keys[i])];
                    if (bytes != null) {
                        visitor.visit(step, CompactBucket.read(step, ByteBuffer.wrap(bytes)));
                    }
                }
            }
        }
    }

    /** The stored form of a page that changed; null where it is gone. */
    byte[] bytes(long key) {
        byte[][] page = unsaved.get(key);
        if (page == null) {
            return null;
        }
        ByteBuffer out = ByteBuffer.allocate(Arrays.stream(page)
                .mapToInt(step -> step == null ? 0 : 3 + step.length)
                .sum());
        for (int i = 0; i < PAGE_STEPS; i++) {
            if (page[i] != null) {
                out.put((byte) i).putShort((short) page[i].length).put(page[i]);
            }
        }
        return out.array();
    }

    /** What changed is saved. */
    void saved() {
        unsaved.forEach((key, page) -> {
            if (page != null) {
                recent.put(key, page);
            }
        });
        unsaved.clear();
        while (recent.size() > RECENT) {
            recent.remove(recent.keySet().iterator().next());
        }
    }
}
