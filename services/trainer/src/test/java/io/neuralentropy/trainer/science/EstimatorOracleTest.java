package io.neuralentropy.trainer.science;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Profile;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** With d = a·d* everything is known: S_NN = a² S_tot and S_lin = (2a − a²) S_tot. */
class EstimatorOracleTest {
    private static final double[] FACTORS = {0, .5, 1, 1.5};
    private static final int POINTS = 32;
    private static final int THROWS = 10;

    static Stream<Arguments> cases() {
        List<DiffusionProcess> processes =
                List.of(DiffusionProcess.vp(), DiffusionProcess.vpx(.1), DiffusionProcess.straightLine(.1));
        List<GaussianMixture> laws = List.of(GaussianMixture.paper(3), TotalEntropyTest.gaussian(4, 2, .6));
        return processes.stream()
                .flatMap(process -> laws.stream()
                        .flatMap(law ->
                                Stream.of(TimeLaw.values()).map(timeLaw -> Arguments.of(process, law, timeLaw))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void estimatesHitTheKnownEntropiesOfAScaledIdealOutput(
            DiffusionProcess process, GaussianMixture law, TimeLaw timeLaw) {
        SimulatedBatch batch = new SimulatedBatch(process, law, timeLaw, POINTS, THROWS, 12, FACTORS);
        EntropyEstimate total = TotalEntropy.of(process.range(), law);
        Merged[] neural = Stream.generate(Merged::new).limit(FACTORS.length).toArray(Merged[]::new);
        Merged[] learned = Stream.generate(Merged::new).limit(FACTORS.length).toArray(Merged[]::new);
        for (int n = 0; n < 150; n++) {
            batch.next();
            for (int f = 0; f < FACTORS.length; f++) {
                neural[f].add(batch.estimator(f).neural());
                learned[f].add(batch.estimator(f).learned());
            }
        }
        double unsure = law.components() == 1 ? 0 : total.standardError();
        for (int f = 0; f < FACTORS.length; f++) {
            double a = FACTORS[f];
            neural[f].assertNear(a * a * total.nats(), unsure);
            learned[f].assertNear((2 * a - a * a) * total.nats(), unsure);
        }
    }

    /** Steps merged by count, as a monitor does. */
    private static final class Merged {
        private double sum;
        private double squareError;
        private long count;

        void add(Moments moments) {
            sum += moments.count() * moments.mean();
            squareError += moments.count() * moments.variance();
            count += moments.count();
        }

        void assertNear(double expected, double unsure) {
            double error = Math.hypot(Math.sqrt(squareError) / count, unsure);
            assertEquals(expected, sum / count, 4 * error + 1e-12);
        }
    }

    @ParameterizedTest
    @CsvSource({"vp, .102", "vpx, 37.5"})
    void statesThePapersSpreadOfTenThrowsAPoint(String name, double expected) {
        DiffusionProcess process = DiffusionProcess.named(name);
        SimulatedBatch batch =
                new SimulatedBatch(process, GaussianMixture.paper(3), TimeLaw.UNIFORM, POINTS, THROWS, 3, 1);
        RunningMoments variance = new RunningMoments();
        RunningMoments mean = new RunningMoments();
        for (int n = 0; n < 600; n++) {
            batch.next();
            Moments neural = batch.estimator(0).neural();
            variance.add(neural.variance() / neural.count());
            mean.add(neural.mean());
        }
        assertEquals(expected, Math.sqrt(variance.mean()), .06 * expected);
        assertEquals(expected, mean.deviation(), .1 * expected);
    }

    static Stream<Arguments> coverage() {
        return Stream.of(DiffusionProcess.vp(), DiffusionProcess.vpx(.1), DiffusionProcess.straightLine(.1))
                .flatMap(process -> Stream.of(TimeLaw.values()).map(timeLaw -> Arguments.of(process, timeLaw)));
    }

    @ParameterizedTest
    @MethodSource("coverage")
    void standardErrorsCoverTheTruth(DiffusionProcess process, TimeLaw timeLaw) {
        GaussianMixture law = TotalEntropyTest.gaussian(3, 3, .8);
        double total = TotalEntropy.of(process.range(), law).nats();
        SimulatedBatch batch = new SimulatedBatch(process, law, timeLaw, 64, THROWS, 21, 1);
        RunningMoments neural = new RunningMoments();
        RunningMoments learned = new RunningMoments();
        RunningMoments means = new RunningMoments();
        RunningMoments stated = new RunningMoments();
        for (int n = 0; n < 1500; n++) {
            batch.next();
            neural.add(deviate(batch.estimator(0).neural(), total));
            learned.add(deviate(batch.estimator(0).learned(), total));
            means.add(batch.estimator(0).neural().mean());
            stated.add(batch.estimator(0).neural().variance() / 64);
        }
        assertEquals(1, neural.rootMeanSquare(), .1);
        assertEquals(1, learned.rootMeanSquare(), .1);
        assertTrue(Math.sqrt(stated.mean()) > .94 * means.deviation(), "stated errors are not too small");
    }

    private static double deviate(Moments moments, double truth) {
        return (moments.mean() - truth) / Math.sqrt(moments.variance() / moments.count());
    }

    @Test
    void stratifiedTimesTakeNoiseAway() {
        double uniform = spread(TimeLaw.UNIFORM);
        double stratified = spread(TimeLaw.STRATIFIED);
        assertTrue(stratified < .95 * uniform, stratified + " against " + uniform);
    }

    private double spread(TimeLaw timeLaw) {
        SimulatedBatch batch =
                new SimulatedBatch(DiffusionProcess.vpx(.1), GaussianMixture.paper(3), timeLaw, POINTS, THROWS, 8, 1);
        RunningMoments means = new RunningMoments();
        for (int n = 0; n < 400; n++) {
            batch.next();
            means.add(batch.estimator(0).neural().mean());
        }
        return means.deviation();
    }

    @Test
    void profileOfManyBatchesFollowsTheRate() {
        DiffusionProcess process = DiffusionProcess.vpx(.1);
        GaussianMixture law = TotalEntropyTest.gaussian(3, 3, .8);
        SimulatedBatch batch = new SimulatedBatch(process, law, TimeLaw.STRATIFIED, POINTS, THROWS, 4, 1);
        double[] edges = batch.estimator(0).profileEdges();
        RunningMoments[] neural =
                Stream.generate(RunningMoments::new).limit(edges.length - 1L).toArray(RunningMoments[]::new);
        RunningMoments[] learned =
                Stream.generate(RunningMoments::new).limit(edges.length - 1L).toArray(RunningMoments[]::new);
        for (int n = 0; n < 300; n++) {
            batch.next();
            Profile profile = batch.estimator(0).profile();
            for (int b = 0; b < neural.length; b++) {
                assertEquals(POINTS * THROWS / TimeAverages.PROFILE_BINS, profile.count()[b], 1);
                neural[b].add(profile.neural()[b]);
                learned[b].add(profile.learned()[b]);
            }
        }
        for (int b = 0; b < neural.length; b++) {
            double expected = Quadrature.integral(s -> TotalEntropy.rate(process, law, s), edges[b], edges[b + 1])
                    / (edges[b + 1] - edges[b]);
            assertEquals(expected, neural[b].mean(), 4 * neural[b].standardError());
            assertEquals(expected, learned[b].mean(), 4 * learned[b].standardError());
        }
    }

    /** Losses with P = 1, mean of ‖d − d̃‖²: at d = d* nothing can be lower. */
    @ParameterizedTest
    @CsvSource({
        "3, vp, .943, 1.141, .0006",
        "3, vpx, 2.234, 49.97, .006",
        "3, sl, 2.586, 72.19, .006",
        "6, vp, 1.858, 2.371, .0006",
        "6, vpx, 4.405, 108.2, .06",
        "6, sl, 5.094, 156.1, .06"
    })
    void paperLossHasTheTabledFloorAndStart(int dimension, String name, double floor, double start, double digit) {
        DiffusionProcess process = DiffusionProcess.named(name);
        GaussianMixture law = GaussianMixture.paper(dimension);
        SplittableRandom random = new SplittableRandom(17);
        RunningMoments ideal = new RunningMoments();
        RunningMoments zero = new RunningMoments();
        double[] s = new double[40_000];
        TimeLaw.STRATIFIED.draw(process, random, s);
        double[] x = new double[dimension];
        for (double time : s) {
            law.sample(random, x);
            Throw drawn = Throw.of(process, law, x, time, random);
            ideal.add(drawn.square() - 2 * drawn.cross() + drawn.targetSquare());
            zero.add(drawn.targetSquare());
        }
        assertEquals(floor, ideal.mean(), 4 * ideal.standardError() + .0006);
        assertEquals(start, zero.mean(), 4 * zero.standardError() + digit);
    }
}
