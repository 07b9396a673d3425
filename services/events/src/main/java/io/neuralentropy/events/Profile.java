package io.neuralentropy.events;

/**
 * Entropy production over the bins of {@link RunStarted#profileEdges}, from one step. All arrays have one entry per bin
 * and must not be changed after construction.
 *
 * @param count throws that fell into the bin
 * @param neural mean rate of S_NN in the bin, nats per unit of the profile's axis; 0 where {@code count} is 0
 * @param learned mean rate of S_lin, likewise; null where not sent
 */
public record Profile(long[] count, double[] neural, double[] learned) {
    /** More bins than this are refused. */
    public static final int MAX_BINS = 256;

    public Profile {
        if (count.length == 0
                || count.length > MAX_BINS
                || neural.length != count.length
                || learned != null && learned.length != count.length) {
            throw new IllegalArgumentException(
                    "a profile has 1 to " + MAX_BINS + " bins, the same number in each array");
        }
    }
}
