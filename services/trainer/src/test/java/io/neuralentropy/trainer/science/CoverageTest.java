package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * With some 300 throws a step, in every mode an interval of ±1.96 standard errors has the truth in it 95 times in 100.
 * With far fewer, as 128 over 48 bins, intervals are too wide.
 */
class CoverageTest {
    private static final int REPETITIONS = 1000;
    /** Steps whose moments are merged into one interval, as a monitor does. */
    private static final int STEPS = 4;

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource({
        "vp, ENTROPY_MATCHING, TIME_AVERAGE, UNIFORM, false, 32, 10",
        "vpx, ENTROPY_MATCHING, TIME_AVERAGE, STRATIFIED, false, 32, 10",
        "sl, ENTROPY_MATCHING, TIME_AVERAGE, STRATIFIED, false, 64, 4",
        "vp, NOISE_PREDICTION, BINS, STRATIFIED, false, 32, 10",
        "rectified-flow, VELOCITY, BINS, UNIFORM, false, 320, 1",
        "edm, EDM, BINS, STRATIFIED, false, 32, 10",
        "ddpm-cosine, V_PREDICTION, BINS, STRATIFIED, false, 100, 4",
        "cosine, V_PREDICTION, BINS, STRATIFIED, true, 32, 10"
    })
    void intervalsCoverTheTruthAsOftenAsTheySay(
            String name,
            Objective objective,
            Estimator estimator,
            TimeLaw timeLaw,
            boolean controlVariates,
            int points,
            int throwsPerPoint) {
        DiffusionProcess process = DiffusionProcess.named(name);
        GaussianMixture law = GaussianMixture.paper(3);
        EntropySettings settings = EntropySettings.of(estimator, process, objective, controlVariates);
        double total = TotalEntropy.of(settings.range(), law).nats();
        double[] factors = {.5, 1};
        SimulatedBatch batch = new SimulatedBatch(process, settings, law, timeLaw, points, throwsPerPoint, 71, factors);
        int[] neural = new int[factors.length];
        int[] learned = new int[factors.length];
        for (int r = 0; r < REPETITIONS; r++) {
            Interval[] neurals = intervals(factors.length);
            Interval[] learneds = intervals(factors.length);
            for (int step = 0; step < STEPS; step++) {
                batch.next();
                for (int f = 0; f < factors.length; f++) {
                    neurals[f].add(batch.estimator(f).neural());
                    learneds[f].add(batch.estimator(f).learned());
                }
            }
            for (int f = 0; f < factors.length; f++) {
                double a = factors[f];
                neural[f] += neurals[f].covers(a * a * total) ? 1 : 0;
                learned[f] += learneds[f].covers((2 * a - a * a) * total) ? 1 : 0;
            }
        }
        for (int f = 0; f < factors.length; f++) {
            assertEquals(.95, (double) neural[f] / REPETITIONS, .02, "S_NN, a = " + factors[f]);
            assertEquals(.95, (double) learned[f] / REPETITIONS, .02, "S_lin, a = " + factors[f]);
        }
    }

    private static Interval[] intervals(int size) {
        return Stream.generate(Interval::new).limit(size).toArray(Interval[]::new);
    }

    private static final class Interval {
        private double sum;
        private double squareError;
        private long count;

        void add(Moments moments) {
            sum += moments.count() * moments.mean();
            squareError += moments.count() * moments.variance();
            count += moments.count();
        }

        boolean covers(double truth) {
            return Math.abs(sum / count - truth) < 1.959964 * Math.sqrt(squareError) / count;
        }
    }

    @ParameterizedTest
    @CsvSource({"vpx, ENTROPY_MATCHING, .3", "edm, EDM, .6"})
    void controlVariatesTakeNoiseAway(String name, Objective objective, double share) {
        double plain = spread(name, objective, false);
        double controlled = spread(name, objective, true);
        assertTrue(controlled < share * plain, controlled + " against " + plain);
    }

    private static double spread(String name, Objective objective, boolean controlVariates) {
        DiffusionProcess process = DiffusionProcess.named(name);
        EntropySettings settings = EntropySettings.of(Estimator.BINS, process, objective, controlVariates);
        GaussianMixture law = GaussianMixture.paper(3);
        SimulatedBatch batch = new SimulatedBatch(process, settings, law, TimeLaw.STRATIFIED, 128, 8, 5, 1);
        RunningMoments means = new RunningMoments();
        for (int n = 0; n < 100; n++) {
            batch.next();
            means.add(batch.estimator(0).neural().mean());
        }
        return means.deviation();
    }
}
