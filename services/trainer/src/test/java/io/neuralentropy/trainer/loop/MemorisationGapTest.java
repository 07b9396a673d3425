package io.neuralentropy.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.neuralentropy.events.Moments;
import io.neuralentropy.trainer.network.EngineSetup;
import io.neuralentropy.trainer.network.LearningRate;
import io.neuralentropy.trainer.network.MlpSettings;
import io.neuralentropy.trainer.science.BatchEntropies;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.EvaluationGrid;
import io.neuralentropy.trainer.science.GaussianMixture;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What two evaluations of one network, of points that it was trained on and of others, say of memorising. */
class MemorisationGapTest {
    private static final DiffusionProcess PROCESS = DiffusionProcess.vp();
    private static final GaussianMixture LAW = GaussianMixture.gaussian(new double[] {1, 1, 1}, .8);
    private static final EntropySettings ENTROPIES =
            EntropySettings.of(Estimator.TIME_AVERAGE, PROCESS, Objective.ENTROPY_MATCHING, false);
    private static final NDManager MANAGER = EngineSetup.engine().newBaseManager();
    private static final int POINTS = 100;

    /** Of two independent samples. */
    private record Gap(double nats, double error) {
        static Gap of(Moments a, Moments b) {
            return new Gap(a.mean() - b.mean(), Math.sqrt(a.variance() / a.count() + b.variance() / b.count()));
        }
    }

    @AfterAll
    static void freeArrays() {
        MANAGER.close();
    }

    /** Two standard errors hold 95 % of what nothing but the draw of the points and the noise makes. */
    @Test
    void aNetworkThatKnowsTheLawAloneHasNone() {
        int repetitions = 200;
        SplittableRandom random = new SplittableRandom(1);
        int inside = 0;
        for (int i = 0; i < repetitions; i++) {
            Gap gap = gap(LAW, points(random), points(random));
            inside += Math.abs(gap.nats) <= 2 * gap.error ? 1 : 0;
        }
        // the noise that both share makes the stated error a little too large
        assertTrue(inside >= .92 * repetitions, inside + " of " + repetitions);
    }

    /** Else the same network would seem to know less of the points that it is trained on than of others. */
    @Test
    void theTrainingsOwnStepsShowWhatDropoutDoesToThem() {
        SplittableRandom random = new SplittableRandom(2);
        TrainingPoints trained = points(random);
        TrainingPoints others = points(random);

        Gap ofEvaluations = gap(LAW, trained, others);
        Gap ofSteps = Gap.of(steps(LAW, trained, random), evaluate(LAW, others));

        assertTrue(Math.abs(ofEvaluations.nats) <= 2 * ofEvaluations.error, ofEvaluations.toString());
        assertTrue(ofSteps.nats < -3 * ofSteps.error, ofSteps.toString());
    }

    /** Even though dropout would hide it, the network of the points themselves: it knows each of them. */
    @Test
    void aNetworkThatHasStoredItsPointsHasOne() {
        SplittableRandom random = new SplittableRandom(3);
        TrainingPoints trained = points(random);

        Gap gap = gap(stored(trained), trained, points(random, 20 * POINTS));

        assertTrue(gap.nats > 5 * gap.error, gap.toString());
    }

    private static GaussianMixture stored(TrainingPoints points) {
        double[][] means = new double[points.size()][points.dimension()];
        for (int i = 0; i < points.rows().length; i++) {
            means[i / points.dimension()][i % points.dimension()] = points.rows()[i];
        }
        double[] weights = new double[means.length];
        Arrays.fill(weights, 1. / weights.length);
        double[] deviations = new double[means.length];
        Arrays.fill(deviations, .1);
        return new GaussianMixture(weights, means, deviations);
    }

    private static TrainingPoints points(SplittableRandom random) {
        return points(random, POINTS);
    }

    private static TrainingPoints points(SplittableRandom random, int count) {
        float[] rows = new float[count * LAW.dimension()];
        double[] x = new double[LAW.dimension()];
        for (int i = 0; i < rows.length; i++) {
            if (i % x.length == 0) {
                LAW.sample(random, x);
            }
            rows[i] = (float) x[i % x.length];
        }
        return TrainingPoints.of(rows, LAW.dimension());
    }

    private static Gap gap(GaussianMixture known, TrainingPoints trained, TrainingPoints others) {
        return Gap.of(evaluate(known, trained), evaluate(known, others));
    }

    /** S_lin. */
    private static Moments evaluate(GaussianMixture known, TrainingPoints points) {
        try (NDManager manager = MANAGER.newSubManager();
                Workers workers = new Workers(1, "evaluation");
                Evaluator evaluator = new Evaluator(
                        settings(),
                        EvaluationGrid.ofTimes(PROCESS, 50),
                        new KnownNetwork(PROCESS, known),
                        KnownNetwork.parameters(manager),
                        workers,
                        manager,
                        new Seeds(7),
                        points)) {
            return evaluator.evaluate(() -> false).learned();
        }
    }

    /** S_lin of one long training step, dropout and all. */
    private static Moments steps(GaussianMixture known, TrainingPoints points, SplittableRandom random) {
        int rows = 100 * POINTS;
        BatchEntropies entropies =
                ENTROPIES.forBatches(PROCESS, TimeLaw.STRATIFIED, POINTS, 100, points.dimension(), 1);
        double[] times = new double[rows];
        TimeLaw.STRATIFIED.draw(PROCESS, random, 100, times);
        Throws drawn =
                new Throws(PROCESS, Objective.ENTROPY_MATCHING, LossWeight.UNIT, rows, points.dimension(), false);
        float[] told = new float[rows];
        for (int row = 0; row < rows; row++) {
            drawn.diffuse(row, times[row], points.rows(), row / 100 * points.dimension(), random);
            told[row] = (float) drawn.condition(row);
        }
        drawn.score(new KnownNetwork(PROCESS, known).outputs(drawn.input(), told, true), 1. / rows);
        entropies.reset();
        for (int row = 0; row < rows; row++) {
            entropies.add(row / 100, times[row], drawn.square(row), drawn.cross(row), null);
        }
        return entropies.learned();
    }

    private static LoopSettings settings() {
        return new LoopSettings(
                PROCESS,
                Objective.ENTROPY_MATCHING,
                LossWeight.UNIT,
                TimeLaw.STRATIFIED,
                ENTROPIES,
                1,
                1,
                LearningRate.constant(1e-3),
                Double.POSITIVE_INFINITY,
                0,
                new MlpSettings(List.of(1)),
                1,
                1);
    }
}
