package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.events.Moments;
import io.neuralentropy.trainer.network.Adam;
import io.neuralentropy.trainer.network.LearningRate;
import io.neuralentropy.trainer.network.MlpSettings;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropyRange;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the entropies of a network begin that puts out nothing yet. */
class StartsTest {
    private static final int DIMENSION = 2;
    private static final float[] DATA = data();

    @ParameterizedTest
    @CsvSource({
        "ENTROPY_MATCHING, vpx, TIME_AVERAGE",
        "ENTROPY_MATCHING, rectified-flow, BINS",
        "V_PREDICTION, vp, BINS",
        "EDM, edm, BINS"
    })
    void outputsThatMatchEntropyBeginAtNothing(Objective objective, String process, Estimator estimator) {
        Moments[] start = start(objective, DiffusionProcess.named(process), estimator);
        // an input in single precision
        assertEquals(0, start[0].mean(), 1e-8);
        assertEquals(0, start[1].mean(), 1e-8);
    }

    /** ½[Δμ²(E‖x‖²/κ² − D) + D·Δ ln μ²]. */
    @ParameterizedTest
    @CsvSource({
        "NOISE_PREDICTION, ddpm-linear, 1",
        "NOISE_PREDICTION, rectified-flow, .5",
        "NOISE_PREDICTION, edm, .5",
        "SCORE_MATCHING, cosine, 1"
    })
    void noNoisePredictedIsFarFromTheEquilibriumsPrediction(Objective objective, String name, double kappa) {
        DiffusionProcess process = DiffusionProcess.named(name, kappa);
        EntropyRange range = Estimator.BINS.range(process, objective);
        double low = muSquare(kappa, range.low());
        double high = muSquare(kappa, range.high());
        double expected =
                ((high - low) * (secondMoment() / (kappa * kappa) - DIMENSION) + DIMENSION * Math.log(high / low)) / 2;
        assertNear(expected, start(objective, process, Estimator.BINS)[0]);
    }

    /** ½∫κ⁴α⁴/(σ²u²)·E‖x_t‖²dλ. */
    @ParameterizedTest
    @CsvSource({"rectified-flow, 1", "cosine, .5"})
    void noDataPredictedGrowsWithTheSignal(String name, double kappa) {
        DiffusionProcess process = DiffusionProcess.named(name, kappa);
        EntropyRange range = Estimator.BINS.range(process, Objective.DATA_PREDICTION);
        double expected = integral(range, noise -> {
            double u = noise + kappa * kappa;
            return Math.pow(kappa, 4) / (noise * u * u) * (secondMoment() + DIMENSION * noise);
        });
        assertNear(expected, start(Objective.DATA_PREDICTION, process, Estimator.BINS)[0]);
    }

    /** d = (1 − t)u_eq on the line, u_eq = (t − κ²(1 − t))x_t/(t² + κ²(1 − t)²). */
    @ParameterizedTest
    @CsvSource({"1", ".5"})
    void noVelocityIsFarFromTheEquilibriums(double kappa) {
        DiffusionProcess process = DiffusionProcess.named("rectified-flow", kappa);
        EntropyRange range = Estimator.BINS.range(process, Objective.VELOCITY);
        double expected = integral(range, noise -> {
            double t = Math.sqrt(noise) / (1 + Math.sqrt(noise));
            double a = 1 - t;
            double factor = a * (t - kappa * kappa * a) / (t * t + kappa * kappa * a * a);
            return factor * factor * (a * a * secondMoment() + DIMENSION * t * t);
        });
        assertNear(expected, start(Objective.VELOCITY, process, Estimator.BINS)[0]);
    }

    private static void assertNear(double expected, Moments start) {
        double error = Math.sqrt(start.variance() / start.count());
        assertEquals(expected, start.mean(), 4 * error + .01 * expected);
    }

    private static double integral(EntropyRange range, java.util.function.DoubleUnaryOperator ofNoiseToSignal) {
        int cells = 100_000;
        double h = range.length() / cells;
        double sum = 0;
        for (int i = 0; i < cells; i++) {
            sum += h / 2 * ofNoiseToSignal.applyAsDouble(Math.exp(-range.low() - (i + .5) * h));
        }
        return sum;
    }

    private static double muSquare(double kappa, double logSnr) {
        double odds = kappa * kappa * Math.exp(logSnr);
        return odds / (1 + odds);
    }

    /** S_NN and S_lin of the first step of a network whose last layer is nought. */
    private static Moments[] start(Objective objective, DiffusionProcess process, Estimator estimator) {
        LoopSettings settings = new LoopSettings(
                process,
                objective,
                LossWeight.UNIT,
                TimeLaw.STRATIFIED,
                EntropySettings.of(estimator, process, objective, false),
                500,
                8,
                LearningRate.constant(1e-3),
                Double.POSITIVE_INFINITY,
                0,
                new MlpSettings(List.of(4)),
                1,
                1);
        try (StepLoop loop = new StepLoop(settings, TrainingPoints.of(DATA, DIMENSION))) {
            float[] parameters = loop.state().parameters();
            int last = 4 * DIMENSION + DIMENSION;
            Arrays.fill(parameters, parameters.length - last, parameters.length, 0);
            float[] none = new float[parameters.length];
            loop.restore(new LoopState(parameters, new Adam.State(0, none, none), null, null));
            StepResult result = loop.step(1, false);
            return new Moments[] {result.neural(), result.learned()};
        }
    }

    private static double secondMoment() {
        double sum = 0;
        for (float value : DATA) {
            sum += value * value;
        }
        return DIMENSION * sum / DATA.length;
    }

    private static float[] data() {
        SplittableRandom random = new SplittableRandom(9);
        float[] data = new float[500 * DIMENSION];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (0.5 + random.nextGaussian());
        }
        return data;
    }
}
