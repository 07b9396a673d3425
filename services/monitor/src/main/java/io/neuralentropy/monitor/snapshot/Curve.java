package io.neuralentropy.monitor.snapshot;

/**
 * The whole history of a run at bounded resolution: log-linear buckets of steps, oldest first. Immutable; may be read
 * from any thread. Every column has {@link #size} entries; NaN is unknown.
 */
public interface Curve {
    /** A curve without buckets. */
    Curve EMPTY = new Curve() {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public long first(int i) {
            throw new IndexOutOfBoundsException(i);
        }

        @Override
        public long last(int i) {
            throw new IndexOutOfBoundsException(i);
        }

        @Override
        public long steps(int i) {
            throw new IndexOutOfBoundsException(i);
        }

        @Override
        public double mean(Quantity quantity, int i) {
            throw new IndexOutOfBoundsException(i);
        }

        @Override
        public double standardError(Quantity quantity, int i) {
            throw new IndexOutOfBoundsException(i);
        }

        @Override
        public double minimum(Quantity quantity, int i) {
            throw new IndexOutOfBoundsException(i);
        }

        @Override
        public double maximum(Quantity quantity, int i) {
            throw new IndexOutOfBoundsException(i);
        }
    };

    /** Number of buckets. */
    int size();

    /** First step accepted into bucket i. */
    long first(int i);

    /** Last step accepted into bucket i. */
    long last(int i);

    /** Step identities (step, rank) accepted into bucket i. */
    long steps(int i);

    /** Mean of the quantity over bucket i, merged by count (entropies) or samples (loss, gradient norm). */
    double mean(Quantity quantity, int i);

    /** Standard error of {@link #mean}; NaN where the sender stated no variance, and for loss and gradient norm. */
    double standardError(Quantity quantity, int i);

    /** Smallest single-event mean in bucket i. */
    double minimum(Quantity quantity, int i);

    /** Largest single-event mean in bucket i. */
    double maximum(Quantity quantity, int i);
}
