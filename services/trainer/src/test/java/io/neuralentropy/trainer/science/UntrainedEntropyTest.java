package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a network stores that puts out nothing; by Monte Carlo in the real loop: {@code StartsTest}. */
class UntrainedEntropyTest {
    private static final int DIMENSION = 3;
    /** N(m, 0.8²I), ‖m‖² = 3. */
    private static final double SECOND_MOMENT = 3 + DIMENSION * .64;

    private static UntrainedEntropy start(Objective objective, DiffusionProcess process, EntropyRange range) {
        return UntrainedEntropy.of(process, objective, range, DIMENSION, SECOND_MOMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "NOISE_PREDICTION, 1, 16.13628556, 5e-9, -14.216555",
        "NOISE_PREDICTION, .5, 25.59194736, 5e-9, -8.918786",
        "DATA_PREDICTION, 1, 24567.00054, 5e-6,"
    })
    void isTheTabledOneOverTheRangeOfDdpm(
            Objective objective, double kappa, double neural, double digit, Double learned) {
        DiffusionProcess process = DiffusionProcess.named("ddpm-linear", kappa);
        UntrainedEntropy start = start(objective, process, process.range());
        assertEquals(neural, start.neural(), digit);
        if (learned != null) {
            assertEquals(learned, start.learned(), 5e-7);
        }
    }

    /** ½[Δμ²(E‖x‖²/κ² − D) + D·Δ ln μ²]. */
    @ParameterizedTest
    @CsvSource({
        "NOISE_PREDICTION, vp, 1",
        "SCORE_MATCHING, vpx, .1",
        "NOISE_PREDICTION, cosine, .5",
        "NOISE_PREDICTION, rectified-flow, 2",
        "SCORE_MATCHING, edm, .5",
        "NOISE_PREDICTION, ddpm-cosine, 1"
    })
    void ofNoiseAndScoreIsClosed(Objective objective, String name, double kappa) {
        DiffusionProcess process = DiffusionProcess.named(name, kappa);
        EntropyRange range = Estimator.BINS.range(process, objective);
        double low = range.muSquare(range.low());
        double high = range.muSquare(range.high());
        double excess = SECOND_MOMENT / (kappa * kappa) - DIMENSION;
        double expected = ((high - low) * excess + DIMENSION * Math.log(high / low)) / 2;
        assertEquals(expected, start(objective, process, range).neural(), 1e-8 * expected, "over " + range);
    }

    @ParameterizedTest
    @CsvSource({
        "ENTROPY_MATCHING, vpx, .1",
        "ENTROPY_MATCHING, rectified-flow, 2",
        "V_PREDICTION, cosine, 1",
        "V_PREDICTION, ddpm-linear, 1",
        "EDM, edm, .5"
    })
    void ofOutputsThatMatchEntropyIsNothing(Objective objective, String name, double kappa) {
        DiffusionProcess process = DiffusionProcess.named(name, kappa);
        UntrainedEntropy start = start(objective, process, process.range());
        assertEquals(0, start.neural(), 1e-25);
        assertEquals(0, start.learned(), 1e-13);
    }

    /** ½∫E‖d‖²dλ with d as the papers' definitions give it, α = 1 without loss. */
    @ParameterizedTest
    @CsvSource({
        "DATA_PREDICTION, rectified-flow, 1",
        "DATA_PREDICTION, edm, .5",
        "VELOCITY, rectified-flow, 1",
        "VELOCITY, rectified-flow, .5",
        "EDM, edm, 1",
        "V_PREDICTION, cosine, .5"
    })
    void ofTheOthersIsTheIntegralOfWhatTheirZeroSays(Objective objective, String name, double kappa) {
        DiffusionProcess process = DiffusionProcess.named(name, kappa);
        EntropyRange range = Estimator.BINS.range(process, objective);
        double expected = Quadrature.integral(
                logSnr -> {
                    double noise = Math.exp(-logSnr);
                    double d = Math.sqrt(noise) * (1 / (noise + kappa * kappa) - zero(objective, noise));
                    return d * d * (SECOND_MOMENT + DIMENSION * noise) / 2;
                },
                range.low(),
                range.high());
        assertTrue(expected > .01, "more than nothing");
        assertEquals(expected, start(objective, process, range).neural(), 1e-8 * expected);
    }

    /** What an output of 0 says of ε/σ, per x_t, where α = 1 and σ² is {@code noise}. */
    private static double zero(Objective objective, double noise) {
        switch (objective) {
            case DATA_PREDICTION:
                return 1 / noise;
            case EDM:
                return 1 / (noise + .25);
            case V_PREDICTION:
                // σx₀ = αε
                return 1 / (noise + 1);
            case VELOCITY:
                // ε = x₀ on the line
                return 1 / (noise + Math.sqrt(noise));
            default:
                throw new AssertionError(objective);
        }
    }

    /** S_lin = K_cond − ½∫E‖ε − ε̂‖²dλ. */
    @ParameterizedTest
    @CsvSource({"DATA_PREDICTION, cosine, .5", "VELOCITY, rectified-flow, 1", "EDM, edm, 1", "NOISE_PREDICTION, sl, .1"
    })
    void learnedIsWhatThereIsToLearnLessTheLoss(Objective objective, String name, double kappa) {
        DiffusionProcess process = DiffusionProcess.named(name, kappa);
        EntropyRange range = Estimator.BINS.range(process, objective);
        DoubleUnaryOperator miss = logSnr -> {
            double noise = Math.exp(-logSnr);
            double says = objective == Objective.NOISE_PREDICTION ? 0 : zero(objective, noise);
            double onNoise = 1 - noise * says;
            return (onNoise * onNoise * DIMENSION + noise * says * says * SECOND_MOMENT) / 2;
        };
        double loss = Quadrature.integral(miss, range.low(), range.high());
        double expected = EntropyBounds.conditional(range, DIMENSION, SECOND_MOMENT) - loss;
        assertEquals(expected, start(objective, process, range).learned(), 1e-8 * loss);
    }
}
