package io.neuralentropy.monitor.maths;

/**
 * How steps are grouped into buckets. A bucket is named by its first step; its bounds depend on the step number alone, so
 * nothing is ever re-merged and any order of arrival fills the same buckets.
 */
public sealed interface Grid permits Grid.Linear, Grid.LogLinear {

    /** The recent window's buckets: 32 steps each. */
    Linear WINDOW = new Linear(32);

    /** The whole history's buckets: 128 per doubling of the step number. */
    LogLinear HISTORY = new LogLinear(128);

    /** What the detectors look at: 32 per doubling, each of them whole buckets of the history. */
    LogLinear VERDICTS = new LogLinear(32);

    /** First step of the bucket of {@code step ≥ 1}. */
    long first(long step);

    /** Last step of the bucket of {@code step ≥ 1}. */
    long last(long step);

    /** Equal buckets: bucket of step t is ⌊(t−1)/width⌋. */
    record Linear(int width) implements Grid {
        @Override
        public long first(long step) {
            return (step - 1) / width * width + 1;
        }

        @Override
        public long last(long step) {
            return first(step) + width - 1;
        }
    }

    /**
     * {@code perDoubling} (m, a power of two) equal buckets per doubling. Step t &lt; 2m: its own bucket; else with
     * k = ⌊log2 t⌋ the width is 2^k/m, aligned to 2^k. Source: DDSketch-like log-linear histograms; a run of T steps has
     * about m·(1 + log2(T/m)) buckets.
     */
    record LogLinear(int perDoubling) implements Grid {
        public LogLinear {
            if (Integer.bitCount(perDoubling) != 1) {
                throw new IllegalArgumentException("buckets per doubling must be a power of two: " + perDoubling);
            }
        }

        @Override
        public long first(long step) {
            return step & -width(step);
        }

        @Override
        public long last(long step) {
            return first(step) + width(step) - 1;
        }

        private long width(long step) {
            if (step < 2L * perDoubling) {
                return 1;
            }
            return Long.highestOneBit(step) / perDoubling;
        }
    }
}
