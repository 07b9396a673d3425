package io.neuralentropy.trainer.science;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The mixtures of five Gaussians of the paper's experiments (gm.py of its code: box 4, scale 1, key 32; D = 2: its notebook,
 * scale 0.8), as jax 0.4.25 draws them, to the six digits that are known. Weights and deviations come from one u: rᵢ ∝ uᵢ
 * and sᵢ = scale·(0.5 + 0.5 uᵢ).
 */
final class PaperMixtures {
    private static final int COMPONENTS = 5;
    private static final double BOX = 4;
    private static final long SEED = 32;

    private static final double[] WEIGHTS = {.316013, .002303, .236245, .209391, .236047};
    private static final double[] DEVIATIONS = {.879689, .502768, .783848, .751583, .783609};
    private static final double[] DEVIATIONS_2 = {.703751, .402214, .627078, .601266, .626887};

    private static final double[][] MEANS_2 = {
        {-1.930286, -1.817396}, {1.126829, -1.331748}, {-1.73739, 1.512451}, {.386193, .690203}, {-.818276, .264235}
    };
    private static final double[][] MEANS_3 = {
        {-.604059, -.995015, -.064024},
        {-.707622, -.827158, -1.184423},
        {.374366, -.230703, .850626},
        {-1.786102, .180549, 1.815405},
        {-1.964569, -.971782, 1.04293}
    };
    private static final double[][] MEANS_6 = {
        {.236778, 1.265405, 1.540577, -.928859, .25637, -1.429411},
        {1.911041, 1.702655, .819682, -.424063, -.996224, -.188082},
        {1.141254, .266915, .152822, -.781421, -.730662, -1.608528},
        {1.733912, -1.153475, -1.381743, 1.225295, -.657002, -1.292414},
        {-1.893846, .934276, -.625487, .580562, .820107, -1.848412}
    };
    private static final double[][] MEANS_9 = {
        {.32683, 1.136385, -1.741588, 1.808794, .31508, .821709, 1.384365, -1.631477, -1.042812},
        {.484865, .633805, -.185629, .441815, -1.390976, .866416, -.502973, -.16706, .563097},
        {1.037512, 1.024139, .075006, 1.019486, -1.422891, 1.680185, 1.916221, -1.298341, -.490952},
        {1.472403, -.183434, -.680642, -1.586999, .769365, -1.472065, 1.678365, 1.923507, 1.723995},
        {-1.447164, 1.152584, -1.325223, .203193, -1.352562, 1.720231, -1.369132, 1.840419, -.6129}
    };

    private PaperMixtures() {}

    /** The paper's mixture for D = 2, 3, 6, 9; for other D one by the same law, always the same for the same D. */
    static GaussianMixture of(int dimension) {
        switch (dimension) {
            case 2:
                return new GaussianMixture(WEIGHTS, MEANS_2, DEVIATIONS_2);
            case 3:
                return new GaussianMixture(WEIGHTS, MEANS_3, DEVIATIONS);
            case 6:
                return new GaussianMixture(WEIGHTS, MEANS_6, DEVIATIONS);
            case 9:
                return new GaussianMixture(WEIGHTS, MEANS_9, DEVIATIONS);
            default:
                return drawn(dimension, SEED);
        }
    }

    /** A mixture by the paper's law: means uniform in the box [−2, 2]^D, r ∝ u, s = 0.5 + 0.5 u, u uniform in (0, 1]. */
    static GaussianMixture drawn(int dimension, long seed) {
        if (dimension < 1) {
            throw new IllegalArgumentException("dimension must be at least 1, not " + dimension);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] weights = new double[COMPONENTS];
        Arrays.setAll(weights, i -> 1 - random.nextDouble());
        double[] deviations = new double[COMPONENTS];
        Arrays.setAll(deviations, i -> .5 + .5 * weights[i]);
        double[][] means = new double[COMPONENTS][dimension];
        for (double[] mean : means) {
            Arrays.setAll(mean, d -> BOX * (random.nextDouble() - .5));
        }
        return new GaussianMixture(weights, means, deviations);
    }
}
