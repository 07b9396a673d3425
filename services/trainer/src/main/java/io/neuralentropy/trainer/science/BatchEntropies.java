package io.neuralentropy.trainer.science;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;

/**
 * Estimates of the two entropies from one forward pass over a batch of data points × throws of (t, ε), with what the loss has
 * at hand ({@link Conversion}):
 *
 * <ul>
 *   <li>neural entropy S_NN = ½∫E‖d‖²dλ, never negative;
 *   <li>learned entropy S_lin = ½∫E[2d·d̃ − ‖d‖²]dλ = S_tot − ½∫E‖d* − d‖²dλ ≤ S_tot, since E[d̃|x_t] = d*.
 * </ul>
 *
 * <p>Nats per data point. Source: arXiv:2409.03817 (the rate of neural entropy); S_lin follows from it with the conditional
 * score.
 *
 * <p>Moments count the data points of the batch, and their variance is the squared standard error times that count. Throws of
 * one data point share x₀ and are correlated: errors are those of points. Not thread-safe.
 */
public interface BatchEntropies {
    /** Edges of the bins of {@link #profile}, ascending, on {@link #profileAxis}. */
    double[] profileEdges();

    /** {@code diffusion-time} or {@code log-snr}. */
    String profileAxis();

    /** Forgets the last batch. */
    void reset();

    /**
     * Adds a throw.
     *
     * @param point index of its data point in the batch
     * @param t its time
     * @param square ‖d‖²
     * @param cross d·d̃
     * @param covariates ‖ε‖², ε·x₀ and ‖x₀‖², read at once; null where the estimator does not ask for them
     * @throws IllegalStateException when there are more throws than a batch has: {@link #reset} was forgotten
     */
    void add(int point, double t, double square, double cross, double[] covariates);

    /** How many of the batch's throws lie outside the range of the entropies. */
    ThrowsOutside outside();

    /** S_NN of the batch; null where no throw says anything about it. */
    Moments neural();

    /** S_lin of the batch, likewise. */
    Moments learned();

    /** Throws, and mean rates of both entropies in nats per unit of the axis, by bin. */
    Profile profile();

    /**
     * Takes the batch into what the estimates of later ones build on: once a batch, after its last throw. The batch's own estimates
     * stay as they are.
     */
    default void remember() {
        // nothing, where every batch stands for itself
    }

    /** A copy of what is remembered; empty where every batch stands for itself. */
    default double[] memory() {
        return new double[0];
    }

    /**
     * Goes on from a memory of {@link #memory}.
     *
     * @throws IllegalArgumentException where it is another estimator's
     */
    default void recall(double[] memory) {
        if (memory.length > 0) {
            throw new IllegalArgumentException("remembers nothing, and was given " + memory.length + " numbers");
        }
    }

    /** Edges of {@code bins} equal bins. */
    static double[] equalBins(double low, double high, int bins) {
        double[] edges = new double[bins + 1];
        for (int i = 0; i < bins; i++) {
            edges[i] = low + (high - low) * i / bins;
        }
        edges[bins] = high;
        return edges;
    }
}
