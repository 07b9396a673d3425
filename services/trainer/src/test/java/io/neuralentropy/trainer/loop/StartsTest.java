package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.trainer.network.Adam;
import io.neuralentropy.trainer.network.LearningRate;
import io.neuralentropy.trainer.network.MlpSettings;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropyRange;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.GaussianMixture;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
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

    /**
     * S_NN of a fresh network is that of no output, that of its output alone, and twice how they go together, which may be of either
     * sign: with its last layer turned round that term alone changes its sign.
     */
    @Test
    void aFreshNetworksOutputMayStartItAboveOrBelowNoOutput() {
        int above = 0;
        int below = 0;
        for (int seed = 1; seed <= 8; seed++) {
            double none = fresh(seed, 0);
            double plus = fresh(seed, 1);
            double minus = fresh(seed, -1);
            double output = (plus + minus) / 2 - none;
            double together = (plus - minus) / 2;
            assertTrue(output > 0, "output alone " + output);
            // Cauchy and Schwarz
            assertTrue(together * together <= 4 * output * none, together + " of " + output + " and " + none);
            above += plus > none ? 1 : 0;
            below += plus < none ? 1 : 0;
        }
        assertTrue(above > 0 && below > 0, above + " above, " + below + " below");
    }

    /** S_NN of a velocity on the paper's mixture, before any step. */
    private static double fresh(int seed, int sign) {
        DiffusionProcess process = DiffusionProcess.named("rectified-flow");
        GaussianMixture law = GaussianMixture.paper(3);
        SplittableRandom random = new SplittableRandom(2);
        float[] rows = new float[3 * 200];
        double[] x = new double[3];
        for (int i = 0; i < rows.length; i++) {
            if (i % 3 == 0) {
                law.sample(random, x);
            }
            rows[i] = (float) x[i % 3];
        }
        try (StepLoop loop = new StepLoop(
                settings(Objective.VELOCITY, process, Estimator.BINS, MlpSettings.PAPER, 1, 1, seed),
                TrainingPoints.of(rows, 3))) {
            turn(loop, MlpSettings.PAPER.hidden().get(1) * 3 + 3, sign);
            try (Evaluator evaluator = loop.evaluator(TrainingPoints.of(rows, 3))) {
                return evaluator.evaluate(() -> false).neural().mean();
            }
        }
    }

    /** Multiplies the parameters of the last layer. */
    private static void turn(StepLoop loop, int last, int factor) {
        float[] parameters = loop.state().parameters();
        for (int i = parameters.length - last; i < parameters.length; i++) {
            parameters[i] *= factor;
        }
        float[] none = new float[parameters.length];
        loop.restore(new LoopState(parameters, new Adam.State(0, none, none), null, null));
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
        LoopSettings settings = settings(objective, process, estimator, new MlpSettings(List.of(4)), 500, 8, 1);
        try (StepLoop loop = new StepLoop(settings, TrainingPoints.of(DATA, DIMENSION))) {
            turn(loop, 4 * DIMENSION + DIMENSION, 0);
            StepResult result = loop.step(1, false);
            return new Moments[] {result.neural(), result.learned()};
        }
    }

    private static LoopSettings settings(
            Objective objective,
            DiffusionProcess process,
            Estimator estimator,
            MlpSettings network,
            int batch,
            int throwsPerPoint,
            long seed) {
        return new LoopSettings(
                process,
                objective,
                LossWeight.UNIT,
                TimeLaw.STRATIFIED,
                EntropySettings.of(estimator, process, objective, false),
                batch,
                throwsPerPoint,
                LearningRate.constant(1e-3),
                Double.POSITIVE_INFINITY,
                0,
                network,
                seed,
                1);
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
