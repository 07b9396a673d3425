package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One function, written as every output there is, has one entropy. */
class OutputOracleTest {
    /** The output that says ε̂, the definitions as their papers write them; nothing here is shared with the code. */
    private static double output(Objective objective, DiffusionProcess process, double t, double x, double noise) {
        double alpha = process.alpha(t);
        double sigma = process.sigma(t);
        double kappa = process.kappa();
        double data = (x - sigma * noise) / alpha;
        switch (objective) {
            case ENTROPY_MATCHING:
                double scale = 1 / Math.sqrt(alpha * alpha + sigma * sigma / (kappa * kappa));
                return -noise / (scale * sigma) + scale * x / (kappa * kappa);
            case SCORE_MATCHING:
                return -noise / sigma;
            case NOISE_PREDICTION:
                return noise;
            case DATA_PREDICTION:
                return data;
            case V_PREDICTION:
                return alpha * noise - sigma * data;
            case EDM:
                double sum = sigma * sigma + .25;
                return (data - .25 / sum * x) * Math.sqrt(sum) / (.5 * sigma);
            case VELOCITY:
                double h = 1e-6;
                double alphaRate = (process.alpha(t + h) - process.alpha(t - h)) / (2 * h);
                double sigmaRate = (process.sigma(t + h) - process.sigma(t - h)) / (2 * h);
                return alphaRate * data + sigmaRate * noise;
            default:
                throw new AssertionError(objective);
        }
    }

    private static boolean fits(Objective objective, DiffusionProcess process) {
        try {
            objective.check(process);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<DiffusionProcess> processes() {
        return List.of(
                DiffusionProcess.vp(),
                DiffusionProcess.vpx(.1),
                DiffusionProcess.straightLine(.4),
                DiffusionProcess.named("cosine", .5),
                DiffusionProcess.named("rectified-flow"),
                DiffusionProcess.named("rectified-flow", .3),
                DiffusionProcess.named("edm"),
                DiffusionProcess.named("edm", 1),
                DiffusionProcess.named("ddpm-linear"),
                DiffusionProcess.named("ddpm-scaled-linear", .5),
                DiffusionProcess.named("ddpm-cosine"));
    }

    static Stream<Arguments> pairs() {
        return processes().stream()
                .flatMap(process -> Stream.of(Objective.values())
                        .filter(objective -> fits(objective, process))
                        .map(objective -> Arguments.of(objective, process)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyOutputOfOneFunctionHasTheSameDAndMiss(Objective objective, DiffusionProcess process) {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 1; i < 100; i++) {
            double t = process.timeLow() + (process.timeHigh() - process.timeLow()) * i / 100.;
            double noise = random.nextGaussian();
            double predicted = random.nextGaussian();
            double x = process.alpha(t) * random.nextGaussian() + process.sigma(t) * noise;
            Conversion conversion = objective.conversion(process, t);
            double input = process.inputScale(t) * x;
            double o = output(objective, process, t, x, predicted);

            double kappaSquare = process.kappa() * process.kappa();
            double g = process.sigma(t)
                    / (process.sigma(t) * process.sigma(t) + kappaSquare * process.alpha(t) * process.alpha(t));
            // the slope by differences has ten digits
            double digits = objective == Objective.VELOCITY ? 1e-6 : 1e-10;
            assertEquals(g * x - predicted, conversion.d(input, o), digits * (1 + Math.abs(g * x)), "at " + t);
            assertEquals(noise - predicted, conversion.miss(input, o, noise), digits * 10, "at " + t);
        }
    }

    @ParameterizedTest
    @MethodSource("estimated")
    void everyOutputOfOneFunctionHasTheSameEntropiesAndProfile(DiffusionProcess process, Estimator estimator) {
        List<double[]> all = new ArrayList<>();
        for (Objective objective : Objective.values()) {
            if (fits(objective, process)) {
                all.add(entropies(process, estimator, objective));
            }
        }
        assertTrue(all.size() >= 4);
        for (double[] other : all) {
            for (int i = 0; i < other.length; i++) {
                assertEquals(all.get(0)[i], other[i], 1e-6 * (1 + Math.abs(other[i])), "number " + i);
            }
        }
    }

    static Stream<Arguments> estimated() {
        return processes().stream()
                .flatMap(process -> Stream.of(Estimator.values())
                        .filter(estimator -> estimator == Estimator.BINS || process.hasTimeAverages())
                        .map(estimator -> Arguments.of(process, estimator)));
    }

    /** A wrong but fixed function, ε̂ = x_t·tanh(t), in two dimensions. */
    private static double[] entropies(DiffusionProcess process, Estimator estimator, Objective objective) {
        // the range of another objective: that of x₀ ends earlier
        EntropySettings settings = EntropySettings.of(estimator, process, Objective.NOISE_PREDICTION, false);
        BatchEntropies batch = settings.forBatches(process, TimeLaw.STRATIFIED, 32, 4, 2, 1);
        SplittableRandom random = new SplittableRandom(12);
        double[] times = new double[32 * 4];
        TimeLaw.STRATIFIED.draw(process, random, 4, times);
        for (int i = 0; i < times.length; i++) {
            Conversion conversion = objective.conversion(process, times[i]);
            double square = 0;
            double cross = 0;
            for (int k = 0; k < 2; k++) {
                double noise = random.nextGaussian();
                double x = process.alpha(times[i]) * random.nextGaussian() + process.sigma(times[i]) * noise;
                double input = process.inputScale(times[i]) * x;
                double o = output(objective, process, times[i], x, x * Math.tanh(times[i]));
                double d = conversion.d(input, o);
                square += d * d;
                cross += d * (d - conversion.miss(input, o, noise));
            }
            batch.add(i / 4, times[i], square, cross, null);
        }
        List<Double> numbers = new ArrayList<>();
        for (Moments moments : List.of(batch.neural(), batch.learned())) {
            numbers.add(moments.mean());
            numbers.add(moments.variance());
        }
        for (double[] rates : List.of(batch.profile().neural(), batch.profile().learned())) {
            for (double rate : rates) {
                numbers.add(rate);
            }
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Data N(1, 0.25) in one dimension, x₀ = 0.3, ε = −1.2: worked out by hand. */
    @Nested
    class AtOnePoint {
        private static final GaussianMixture LAW = GaussianMixture.gaussian(new double[] {1}, .5);

        @ParameterizedTest
        @CsvSource({
            "cosine, 1, .8, -.48, -1.4769230769, NOISE_PREDICTION, -1.4769230769, 1.1889230769, .9120000000",
            "cosine, 1, .8, -.48, -1.4769230769, DATA_PREDICTION, .5076923077, 1.1889230769, .9120000000",
            "cosine, 1, .8, -.48, -1.4769230769, V_PREDICTION, -1.4861538462, 1.1889230769, .9120000000",
            "rectified-flow, 1, .6, -.3, -1.44, VELOCITY, -1.9, 1.2092307692, .9692307692",
            "rectified-flow, .5, .6, -.3, -1.44, VELOCITY, -1.9, .96, .72",
            "edm, 1, 1, -.6, -1.4769230769, EDM, 1.6641005887, 1.1889230769, .9120000000"
        })
        void idealOutputsAndTheirDAreTheTabledOnes(
                String name,
                double kappa,
                double alpha,
                double noised,
                double idealNoise,
                Objective objective,
                double idealOutput,
                double d,
                double target) {
            DiffusionProcess process = DiffusionProcess.named(name, kappa);
            double t = time(process, name, alpha);
            assertEquals(alpha, process.alpha(t), 1e-12);
            double x = process.alpha(t) * .3 + process.sigma(t) * -1.2;
            assertEquals(noised, x, 1e-10);
            assertEquals(idealOutput, output(objective, process, t, x, idealNoise), 2e-9);

            Conversion conversion = objective.conversion(process, t);
            double input = process.inputScale(t) * x;
            double[] score = new double[1];
            LAW.score(process, t, new double[] {x}, score);
            assertEquals(idealNoise, -process.sigma(t) * score[0], 6e-11);
            double exact = output(objective, process, t, x, -process.sigma(t) * score[0]);
            assertEquals(d, conversion.d(input, exact), objective == Objective.VELOCITY ? 1e-9 : 1e-10);
            double told = conversion.d(input, exact) - conversion.miss(input, exact, -1.2);
            assertEquals(target, told, objective == Objective.VELOCITY ? 1e-9 : 1e-10);

            double[] ideal = new double[1];
            LAW.idealOutput(process, t, new double[] {x}, ideal);
            assertEquals(d, process.relaxingSigma(t) * ideal[0], 1e-10);
        }

        private double time(DiffusionProcess process, String name, double alpha) {
            switch (name) {
                case "cosine":
                    return 2 / Math.PI * Math.acos(alpha);
                case "edm":
                    return process.timeOf(-2 * Math.log(.75));
                default:
                    return 1 - alpha;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void entropyMatchingFollowsTheNeuralAndAllOthersTheLearnedEntropy(Objective objective) {
        assertEquals(objective == Objective.ENTROPY_MATCHING ? "neural" : "learned", objective.followed());
    }

    /** v with κ = 1 and F with κ = σ_data match entropy: d is the output times a number, so that no output is no entropy. */
    @Test
    void noOutputOfVOrFIsNoEntropy() {
        for (double t = .01; t < 1; t += .01) {
            assertEquals(
                    0,
                    Objective.V_PREDICTION
                            .conversion(DiffusionProcess.named("cosine"), t)
                            .dOnInput(),
                    1e-15);
            assertEquals(
                    0,
                    Objective.EDM.conversion(DiffusionProcess.named("edm"), t).dOnInput(),
                    1e-15);
            assertEquals(
                    0,
                    Objective.ENTROPY_MATCHING
                            .conversion(DiffusionProcess.vpx(.1), t)
                            .dOnInput());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "V_PREDICTION, rectified-flow, alpha^2 + sigma^2",
        "V_PREDICTION, vpx, alpha^2 + sigma^2",
        "EDM, vp, process edm",
        "VELOCITY, ddpm-linear, noise-prediction",
        "VELOCITY, edm, noise-prediction"
    })
    void refusesAnOutputThatMeansNothingOnAProcess(Objective objective, String process, String word) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> objective.check(DiffusionProcess.named(process)))
                .getMessage();
        assertTrue(message.contains(word), message);
    }

    @Test
    void namesAreThoseOfTheProtocol() {
        assertArrayEquals(
                new String[] {
                    "entropy-matching",
                    "score-matching",
                    "noise-prediction",
                    "data-prediction",
                    "v-prediction",
                    "edm",
                    "velocity"
                },
                Stream.of(Objective.values()).map(Objective::toString).toArray());
    }
}
