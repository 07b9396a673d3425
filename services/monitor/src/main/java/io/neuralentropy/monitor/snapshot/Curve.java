package io.neuralentropy.monitor.snapshot;

/**
 * The whole history of a run at bounded resolution: log-linear buckets of steps, oldest first. Immutable; may be read
 * from any thread. Every column has {@link #size} entries; NaN is unknown.
 */
public interface Curve {
    /** Buckets per doubling at which curves are written down and compared: about 270 at a million steps. */
    int COARSE = 16;

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
        public long samples(int i) {
            throw new IndexOutOfBoundsException(i);
        }

        @Override
        public double seconds(int i) {
            throw new IndexOutOfBoundsException(i);
        }

        @Override
        public Curve coarse(int perDoubling) {
            return this;
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

        @Override
        public double heldOutLoss(int i) {
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

    /** Data points trained on in bucket i, over all ranks; 0 where not stated. */
    long samples(int i);

    /**
     * Training time of bucket i in seconds as one rank sees it: the mean of the stated durations times the steps covered.
     * NaN where none was stated.
     */
    double seconds(int i);

    /**
     * The same curve in fewer, wider buckets: exact in means, errors, sums and extremes.
     *
     * @param perDoubling buckets per doubling of the step number, a power of two not above this curve's own; where it is
     *     coarser already, it may return itself
     */
    Curve coarse(int perDoubling);

    /** Mean of the quantity over bucket i, merged by count (entropies) or samples (loss, gradient norm). */
    double mean(Quantity quantity, int i);

    /** Standard error of {@link #mean}; NaN where the sender stated no variance, and for loss and gradient norm. */
    double standardError(Quantity quantity, int i);

    /** Smallest single-event mean in bucket i. */
    double minimum(Quantity quantity, int i);

    /** Largest single-event mean in bucket i. */
    double maximum(Quantity quantity, int i);

    /** Loss of the newest evaluation on held-out points after a step of bucket i; NaN where there is none. */
    double heldOutLoss(int i);
}
