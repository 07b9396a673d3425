package io.neuralentropy.trainer;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.data.ImageShape;
import io.neuralentropy.trainer.science.CodeBound;
import io.neuralentropy.trainer.science.EmpiricalEntropy;
import io.neuralentropy.trainer.science.EntropyBounds;
import io.neuralentropy.trainer.science.EntropyRange;
import io.neuralentropy.trainer.science.GaussianFit;
import io.neuralentropy.trainer.science.TotalEntropy;

/**
 * What is known of the entropy that there is to learn before training starts: the total entropy where the data's law is, else bounds of
 * it from the data. Each is null where unknown.
 *
 * @param total S_tot
 * @param lower bound of it
 * @param upper bound of it
 * @param gaussian S_Gauss, the share that mean and covariance account for
 */
public record KnownEntropies(
        EntropyEstimate total, EntropyEstimate lower, EntropyEstimate upper, EntropyEstimate gaussian) {
    private static final int FEWEST_HELD_OUT = 2;
    /** Axes of a covariance take time that grows with the cube of the dimension. */
    private static final int MOST_DIMENSIONS = 1024;
    /** Standard errors that a lower bound is lowered by. */
    private static final double CAUTION = 2;

    /**
     * Works them out; of images in minutes at most.
     *
     * @param seed of the draws behind the entropy of the points themselves
     */
    public static KnownEntropies of(EntropyRange range, DataSet data, long seed) {
        if (data.law() != null) {
            return new KnownEntropies(
                    TotalEntropy.of(range, data.law()), null, null, EntropyBounds.gaussian(range, data.law()));
        }
        EntropyEstimate gaussian = gaussian(range, data);
        EntropyEstimate upper = EmpiricalEntropy.of(range, data.rows(), data.dimension(), seed);
        return new KnownEntropies(null, higher(gaussian, code(range, data)), upper, gaussian);
    }

    private static EntropyEstimate gaussian(EntropyRange range, DataSet data) {
        if (data.heldOut() == null || data.heldOut().size() < FEWEST_HELD_OUT) {
            return null;
        }
        float[] others = data.heldOut().rows();
        EntropyEstimate diagonal =
                GaussianFit.diagonal(data.rows(), data.dimension()).lowerBound(range, others);
        // of few points variances alone may say more than a whole covariance: either is a bound
        return data.dimension() > MOST_DIMENSIONS
                ? diagonal
                : higher(
                        diagonal,
                        GaussianFit.full(data.rows(), data.dimension()).lowerBound(range, others));
    }

    private static EntropyEstimate code(EntropyRange range, DataSet data) {
        ImageShape image = data.image();
        return image == null ? null : CodeBound.of(range, data.rows(), image.channels(), image.height(), image.width());
    }

    /** The bound that is surely higher: each counts less two standard errors, as the monitor takes it. */
    private static EntropyEstimate higher(EntropyEstimate a, EntropyEstimate b) {
        return a == null || b != null && sure(b) > sure(a) ? b : a;
    }

    private static double sure(EntropyEstimate bound) {
        return bound.nats() - CAUTION * (Double.isNaN(bound.standardError()) ? 0 : bound.standardError());
    }
}
