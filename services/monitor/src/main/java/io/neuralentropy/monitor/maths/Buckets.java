package io.neuralentropy.monitor.maths;

import java.util.Arrays;

/** Buckets of one grid in order of their first step. Appending at the end is the common case and costs no search. */
public final class Buckets {
    private final Grid grid;
    private long[] keys = new long[16];
    private Bucket[] buckets = new Bucket[16];
    private int size;

    public Buckets(Grid grid) {
        this.grid = grid;
    }

    public Grid grid() {
        return grid;
    }

    public int size() {
        return size;
    }

    /** First step of the i-th bucket's grid cell, its key. */
    public long key(int i) {
        return keys[i];
    }

    public Bucket get(int i) {
        return buckets[i];
    }

    /** The bucket of a step, made when absent, and free to be changed. */
    public Bucket mutable(long step) {
        long key = grid.first(step);
        int i = find(key);
        if (i < 0) {
            i = -i - 1;
            insert(i, key, new Bucket());
        }
        buckets[i] = buckets[i].thawed();
        return buckets[i];
    }

    /** Puts a bucket back that was stored under {@code key}. */
    public void restore(long key, Bucket bucket) {
        int i = find(key);
        if (i < 0) {
            insert(-i - 1, key, bucket);
        } else {
            buckets[i] = bucket;
        }
    }

    /** Index of the first bucket with a key of at least {@code key}; {@link #size} if there is none. */
    public int indexFrom(long key) {
        int i = find(key);
        return i < 0 ? -i - 1 : i;
    }

    /** Drops the buckets with indices in [from, to). */
    public void remove(int from, int to) {
        System.arraycopy(keys, to, keys, from, size - to);
        System.arraycopy(buckets, to, buckets, from, size - to);
        int remaining = size - (to - from);
        Arrays.fill(buckets, remaining, size, null);
        size = remaining;
    }

    /** The buckets, frozen, for readers on other threads. */
    public Bucket[] freeze() {
        Bucket[] view = Arrays.copyOf(buckets, size);
        for (Bucket bucket : view) {
            bucket.freeze();
        }
        return view;
    }

    private int find(long key) {
        if (size == 0 || key > keys[size - 1]) {
            return -size - 1;
        }
        if (key == keys[size - 1]) {
            return size - 1;
        }
        return Arrays.binarySearch(keys, 0, size, key);
    }

    private void insert(int i, long key, Bucket bucket) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            buckets = Arrays.copyOf(buckets, 2 * size);
        }
        System.arraycopy(keys, i, keys, i + 1, size - i);
        System.arraycopy(buckets, i, buckets, i + 1, size - i);
        keys[i] = key;
        buckets[i] = bucket;
        size++;
    }
}
