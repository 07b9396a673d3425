package io.neuralentropy.trainer.loop;

import java.util.SplittableRandom;

/**
 * All random numbers of a run, from one seed: a stream of its own for each purpose, step and data point. No stream depends on
 * how much another was used, nor on the number of threads, and none needs saving.
 */
public final class Seeds {
    /** What random numbers are for. The order is part of what makes a run reproducible: append only. */
    public enum Purpose {
        FREQUENCIES,
        PARAMETERS,
        ORDER,
        TIMES,
        NOISE,
        HELD_OUT,
        SAMPLES,
        DROPOUT
    }

    private final long seed;

    public Seeds(long seed) {
        this.seed = seed;
    }

    /** A seed for one purpose. */
    public long of(Purpose purpose) {
        return of(purpose, 0, 0);
    }

    SplittableRandom random(Purpose purpose, long index, long subIndex) {
        return new SplittableRandom(of(purpose, index, subIndex));
    }

    private long of(Purpose purpose, long index, long subIndex) {
        return mix(mix(mix(mix(seed) + purpose.ordinal()) + index) + subIndex);
    }

    /** The finaliser of SplitMix64, which spreads each bit over all (Stafford's variant 13), one step on. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
