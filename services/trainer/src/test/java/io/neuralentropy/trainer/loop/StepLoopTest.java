package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import io.neuralentropy.trainer.network.EngineSetup;
import io.neuralentropy.trainer.network.Gradients;
import io.neuralentropy.trainer.network.LearningRate;
import io.neuralentropy.trainer.network.Mlp;
import io.neuralentropy.trainer.network.MlpSettings;
import io.neuralentropy.trainer.network.ReferenceMlp;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.EvaluationGrid;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StepLoopTest {
    private static final int DIMENSION = 2;
    private static final int POINTS = 5;
    private static final int THROWS = 3;
    private static final int ROWS = POINTS * THROWS;
    private static final int[] HIDDEN = {8, 6};
    private static final DiffusionProcess PROCESS = DiffusionProcess.vpx(0.5);
    private static final float[] DATA = data();

    @Test
    void twoThreadsHaveTheGradientOfOne() {
        float[] one;
        float[] two;
        try (StepLoop loop = loop(1)) {
            one = gradient(loop, 3);
        }
        try (StepLoop loop = loop(2)) {
            two = gradient(loop, 3);
        }

        double norm = norm(one);
        assertTrue(norm > 0.01, "a gradient that can be told from rounding: " + norm);
        for (int i = 0; i < one.length; i++) {
            assertEquals(one[i], two[i], 1e-6 * norm, "parameter " + i);
        }
    }

    static List<LossWeight> weights() {
        return LossWeight.all();
    }

    @ParameterizedTest
    @MethodSource("weights")
    void gradientIsThatOfDjlsOwnLoss(LossWeight weight) {
        try (StepLoop loop = loop(1, weight)) {
            float[] own = gradient(loop, 1);

            float[] djl = djlGradient(loop, weight);

            double norm = norm(own);
            for (int i = 0; i < own.length; i++) {
                assertEquals(djl[i], own[i], 2e-6 * norm, "parameter " + i);
            }
        }
    }

    @Test
    void gradientIsTheSlopeOfTheLossInPlainDoubles() {
        try (StepLoop loop = loop(2)) {
            float[] own = gradient(loop, 1);
            ReferenceMlp reference = new ReferenceMlp(
                    (Mlp) loop.network(), HIDDEN, loop.parameters().copy());
            double norm = norm(own);
            SplittableRandom random = new SplittableRandom(3);
            for (int k = 0; k < 40; k++) {
                int i = random.nextInt(own.length);
                double start = reference.parameters()[i];
                double h = 1e-5;
                reference.parameters()[i] = start + h;
                double above = referenceLoss(loop, reference);
                reference.parameters()[i] = start - h;
                double below = referenceLoss(loop, reference);
                reference.parameters()[i] = start;
                assertEquals((above - below) / (2 * h), own[i], 2e-5 * norm, "parameter " + i);
            }
        }
    }

    @Test
    void lossAndEntropiesAreThoseOfTheOutputs() {
        try (StepLoop loop = loop(2)) {
            ReferenceMlp reference = new ReferenceMlp(
                    (Mlp) loop.network(), HIDDEN, loop.parameters().copy());

            StepResult result = loop.step(1, true);

            assertEquals(referenceLoss(loop, reference), result.loss(), 1e-5 * result.loss());
            Throw[] throwsOfStep = throwsOf(loop);
            double length = PROCESS.timeHigh() - PROCESS.timeLow();
            double[] neural = new double[POINTS];
            double[] learned = new double[POINTS];
            for (int row = 0; row < ROWS; row++) {
                Throw t = throwsOfStep[row];
                double[] e = reference.output(t.y, t.s);
                double w = PROCESS.weight(t.s);
                for (int d = 0; d < DIMENSION; d++) {
                    double target = t.y[d] / (PROCESS.kappa() * PROCESS.kappa()) - t.z[d] / PROCESS.sigma(t.s);
                    neural[row / THROWS] += length * w * e[d] * e[d] / THROWS;
                    learned[row / THROWS] += length * w * (2 * e[d] * target - e[d] * e[d]) / THROWS;
                }
            }
            assertMoments(neural, result.neural());
            assertMoments(learned, result.learned());
            assertProfile(result.profile(), length, result.neural().mean());
        }
    }

    @Test
    void profileIsThereWhenAskedFor() {
        try (StepLoop loop = loop(1)) {
            assertNull(loop.step(1, false).profile());
            assertNotNull(loop.step(2, true).profile());
        }
    }

    @Test
    void gradientNormIsThatOfTheAppliedGradient() {
        try (StepLoop asked = loop(2);
                StepLoop stepped = loop(2)) {
            double norm = norm(gradient(asked, 1));

            assertEquals(norm, stepped.step(1, false).gradientNorm(), 1e-5 * norm);
        }
    }

    @Test
    void sameSeedAndThreadsGiveTheSameBits() {
        assertArrayEquals(trained(1, 2), trained(1, 2));
        assertFalse(Arrays.equals(trained(1, 2), trained(2, 2)));
    }

    @Test
    void loopsOfOneProcessMayBeSteppedFromSeveralThreads() throws InterruptedException {
        float[] alone = trained(1, 2);
        float[][] together = new float[2][];
        Thread[] threads = new Thread[2];
        for (int i = 0; i < 2; i++) {
            int own = i;
            threads[i] = new Thread(() -> together[own] = trained(1, 2));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertArrayEquals(alone, together[0]);
        assertArrayEquals(alone, together[1]);
    }

    @Test
    void holdsNoMoreNativeArraysAfterManySteps() {
        try (StepLoop loop = loop(2);
                Evaluator evaluator = loop.evaluator(held(3), EvaluationGrid.ofTimes(PROCESS, 5))) {
            loop.step(1, true);
            evaluator.evaluate(() -> false);
            int early = nativeArrays();

            for (int step = 2; step <= 200; step++) {
                loop.step(step, false);
            }
            evaluator.evaluate(() -> false);

            assertEquals(early, nativeArrays());
            assertEquals(0, loop.liveArrays());
        }
    }

    @Test
    void freesEverythingWhenClosed() {
        int before = nativeArrays();
        try (StepLoop loop = loop(2)) {
            loop.step(1, false);
            assertTrue(nativeArrays() > before);
        }

        assertEquals(before, nativeArrays());
    }

    @Test
    void evaluationChangesNothingAndRepeats() {
        try (StepLoop evaluated = loop(2);
                Evaluator evaluator = evaluated.evaluator(held(4))) {
            evaluated.step(1, false);
            double first = evaluator.evaluate(() -> false).neural().mean();
            double second = evaluator.evaluate(() -> false).neural().mean();
            evaluated.step(2, false);

            assertEquals(first, second);
            try (StepLoop plain = loop(2)) {
                plain.step(1, false);
                plain.step(2, false);
                assertArrayEquals(
                        plain.parameters().copy(), evaluated.parameters().copy());
            }
        }
    }

    @Test
    void evaluationIsTheTrapezoidOverTheOutputs() {
        try (StepLoop loop = loop(2);
                Evaluator evaluator = loop.evaluator(held(3), EvaluationGrid.ofTimes(PROCESS, 7))) {
            Moments neural = evaluator.evaluate(() -> false).neural();

            ReferenceMlp reference = new ReferenceMlp(
                    (Mlp) loop.network(), HIDDEN, loop.parameters().copy());
            double low = PROCESS.timeLow();
            double step = (PROCESS.timeHigh() - low) / 6;
            double sum = 0;
            for (int i = 0; i < 7; i++) {
                double s = i == 6 ? PROCESS.timeHigh() : low + i * step;
                for (int point = 0; point < 3; point++) {
                    SplittableRandom random = new Seeds(1).random(Seeds.Purpose.HELD_OUT, i, point);
                    double[] y = new double[DIMENSION];
                    for (int d = 0; d < DIMENSION; d++) {
                        y[d] = PROCESS.mu(s) * DATA[point * DIMENSION + d] + PROCESS.sigma(s) * random.nextGaussian();
                    }
                    double square = Arrays.stream(reference.output(y, s))
                            .map(e -> e * e)
                            .sum();
                    sum += (i == 0 || i == 6 ? step / 2 : step) * PROCESS.weight(s) * square / 3;
                }
            }
            assertEquals(sum, neural.mean(), 1e-4 * sum);
            assertEquals(3, neural.count());
        }
    }

    private static void assertMoments(double[] values, Moments moments) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
        assertEquals(mean, moments.mean(), 1e-4 * Math.abs(mean));
        assertEquals(variance, moments.variance(), 1e-3 * variance);
        assertEquals(values.length, moments.count());
    }

    private static void assertProfile(Profile profile, double length, double neural) {
        assertEquals(ROWS, Arrays.stream(profile.count()).sum());
        double sum = 0;
        for (int bin = 0; bin < profile.count().length; bin++) {
            sum += profile.count()[bin] * profile.neural()[bin];
        }
        assertEquals(neural, length * sum / ROWS, 1e-6 * neural);
    }

    private static float[] trained(long seed, int threads) {
        try (StepLoop loop = loop(threads, LossWeight.UNIT, seed)) {
            for (int step = 1; step <= 20; step++) {
                loop.step(step, false);
            }
            return loop.parameters().copy();
        }
    }

    private static float[] gradient(StepLoop loop, long step) {
        loop.backward(step);
        float[] sum = new float[loop.parameterCount()];
        for (Lane lane : loop.lanes()) {
            float[] part = lane.gradients().copy();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part[i];
            }
        }
        loop.release();
        return sum;
    }

    /** The loss and its gradient by DJL alone, on the throws that the loop drew last; one lane. */
    private static float[] djlGradient(StepLoop loop, LossWeight weight) {
        Throws rows = loop.lanes().get(0).rows();
        float[] sigma = new float[ROWS];
        float[] prefactor = new float[ROWS];
        float[] time = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            time[row] = (float) rows.time(row);
            sigma[row] = (float) PROCESS.sigma(rows.time(row));
            prefactor[row] = (float) weight.at(Objective.ENTROPY_MATCHING, PROCESS, rows.time(row));
        }
        Shape shape = new Shape(ROWS, DIMENSION);
        Shape column = new Shape(ROWS, 1);
        try (NDManager manager = EngineSetup.engine().newBaseManager();
                GradientCollector collector = EngineSetup.engine().newGradientCollector()) {
            NDList leaves = loop.parameters().leaves(manager, true);
            NDArray y = manager.create(rows.input(), shape);
            NDArray e = loop.network().forward(y, manager.create(time, column), leaves);
            NDArray residual = e.sub(y.div((float) (PROCESS.kappa() * PROCESS.kappa())))
                    .mul(manager.create(sigma, column))
                    .add(manager.create(rows.noise(), shape));
            collector.backward(residual.mul(residual)
                    .mul(manager.create(prefactor, column))
                    .sum()
                    .div(ROWS));
            return Gradients.of(leaves).copy();
        }
    }

    private static double referenceLoss(StepLoop loop, ReferenceMlp reference) {
        double sum = 0;
        for (Throw t : throwsOf(loop)) {
            double[] e = reference.output(t.y, t.s);
            for (int d = 0; d < DIMENSION; d++) {
                double residual = (e[d] - t.y[d] / (PROCESS.kappa() * PROCESS.kappa())) * PROCESS.sigma(t.s) + t.z[d];
                sum += residual * residual;
            }
        }
        return sum / ROWS;
    }

    private record Throw(double s, double[] y, double[] z) {}

    /** The throws that the loop drew last, in the order of the batch. */
    private static Throw[] throwsOf(StepLoop loop) {
        Throw[] all = new Throw[ROWS];
        int next = 0;
        for (Lane lane : loop.lanes()) {
            Throws rows = lane.rows();
            for (int row = 0; row < rows.rows(); row++) {
                double[] y = new double[DIMENSION];
                double[] z = new double[DIMENSION];
                for (int d = 0; d < DIMENSION; d++) {
                    y[d] = rows.input()[row * DIMENSION + d];
                    z[d] = rows.noise()[row * DIMENSION + d];
                }
                all[next++] = new Throw(rows.time(row), y, z);
            }
        }
        return all;
    }

    private static int nativeArrays() {
        try (NDManager manager = EngineSetup.engine().newBaseManager()) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static StepLoop loop(int threads) {
        return loop(threads, LossWeight.UNIT);
    }

    private static StepLoop loop(int threads, LossWeight weight) {
        return loop(threads, weight, 1);
    }

    private static StepLoop loop(int threads, LossWeight weight, long seed) {
        LoopSettings settings = new LoopSettings(
                PROCESS,
                Objective.ENTROPY_MATCHING,
                weight,
                TimeLaw.UNIFORM,
                EntropySettings.of(Estimator.TIME_AVERAGE, PROCESS, Objective.ENTROPY_MATCHING, false),
                POINTS,
                THROWS,
                LearningRate.constant(1e-3),
                Double.POSITIVE_INFINITY,
                0,
                new MlpSettings(List.of(8, 6)),
                seed,
                threads);
        return new StepLoop(settings, TrainingPoints.of(DATA, DIMENSION));
    }

    private static TrainingPoints held(int points) {
        return TrainingPoints.of(DATA, DIMENSION).first(points);
    }

    private static float[] data() {
        SplittableRandom random = new SplittableRandom(9);
        float[] data = new float[40 * DIMENSION];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (0.5 + random.nextGaussian());
        }
        return data;
    }
}
