package io.neuralentropy.monitor.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of which the verdict, and when it is due, follow from their formula. */
class SaturationRuleTest {
    private static final DetectorSettings SETTINGS = DetectorSettings.defaults();

    /** A run fed by whole buckets of exact means. */
    private static final class Run {
        final RunDetector detector = new RunDetector(SETTINGS);
        final BucketSeries entropies = new BucketSeries();
        final BucketSeries losses = new BucketSeries();
        final List<StateChange> changes = new ArrayList<>();
        long next = 1;

        Run to(long step, LongToDoubleFunction entropy) {
            while (Grid.VERDICTS.last(next) <= step) {
                bucket(entropy);
            }
            return this;
        }

        void bucket(LongToDoubleFunction entropy) {
            long last = Grid.VERDICTS.last(next);
            double sum = 0;
            for (long t = next; t <= last; t++) {
                sum += entropy.applyAsDouble(t);
            }
            long steps = last - next + 1;
            entropies.add(next, (next + last) / 2.0, steps, sum / steps, 1);
            StateChange change = detector.close(entropies, losses, next, last, last, Double.NaN);
            if (change != null) {
                changes.add(change);
            }
            next = last + 1;
        }
    }

    @ParameterizedTest
    @CsvSource({"63,63,63", "64,64,65", "1000,992,1007"})
    void bucketsAre32PerDoubling(long step, long first, long last) {
        assertEquals(first, Grid.VERDICTS.first(step));
        assertEquals(last, Grid.VERDICTS.last(step));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 63, 64, 65, 127, 128, 255, 256, 300, 1000, 51_200, 1_000_003})
    void theyAreWholeBucketsOfTheHistory(int step) {
        assertEquals(Grid.VERDICTS.first(step), Grid.HISTORY.first(Grid.VERDICTS.first(step)));
        assertEquals(Grid.VERDICTS.last(step), Grid.HISTORY.last(Grid.VERDICTS.last(step)));
    }

    @ParameterizedTest
    @CsvSource({"14,3.636", "30,3.270", "60,3.130"})
    void quantilesOfStudentsTToTheThirdOrder(int degrees, double quantile) {
        assertEquals(quantile, StudentT.quantile(3, degrees), 2e-3);
    }

    @Test
    void aLineInLnTIsFittedExactly() {
        Run run = new Run().to(20_000, t -> 5 + 2 * Math.log(t));
        BucketSeries exact = new BucketSeries();
        for (int i = 0; i < run.entropies.size; i++) {
            exact.add(run.entropies.first[i], run.entropies.step[i], 3, 5 + 2 * run.entropies.x[i], 0);
        }
        WindowFit fit = new WindowFit(3);
        fit.fit(exact, 100, exact.size);
        assertEquals(2, fit.slope, 1e-12);
        assertEquals(0, fit.slopeError, 1e-12);
        fit.fit(run.entropies, 100, run.entropies.size);
        assertEquals(2, fit.slope, 1e-3, "bucket means of ln t differ from ln of the middle by 1e-4");
    }

    @Test
    void aPowerOfTheStepGainsItsExponentTimesLn2() {
        Run run = new Run().to(200_000, t -> Math.pow(t, 0.2));
        assertEquals(0.2 * Math.log(2), run.detector.gain(), 0.004);
        assertEquals(TrainingState.ABSORBING, run.detector.state());
    }

    @Test
    void anExponentialApproachWithoutNoiseIsSaturatedAfter155PercentOfTheTruth() {
        double truth = 2000 * Math.log(1 / 0.03);
        Run run = new Run().to(20_000, t -> 100 * (1 - Math.exp(-t / 2000.0)));
        StateChange change = run.changes.get(1);
        assertEquals(TrainingState.SATURATED, change.to());
        // the window of the last quarter first passes at 1.55 t*, and must hold for 512 steps; looks are 256 apart
        assertEquals(1.55 * truth + 512, change.step(), 512);
        assertTrue(Math.abs(change.gain()) + change.halfWidth() < 0.03);
        assertEquals(change.step() - change.since(), change.late());
    }

    @Test
    void logarithmicGrowthIsSaturatedExactlyWhereItsGainIsBelowDelta() {
        assertEquals(
                TrainingState.SATURATED,
                new Run().to(60_000, t -> 100 + 2 * Math.log(t)).detector.state());
        assertEquals(
                TrainingState.ABSORBING,
                new Run().to(60_000, t -> 10 + 2 * Math.log(t)).detector.state());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.5, 1e6})
    void aScaleOfTheEntropyChangesNoStateAndScalesTheCapacity(double scale) {
        Run plain = noisy(1, 7, 60_000);
        Run scaled = noisy(scale, 7, 60_000);
        assertEquals(steps(plain), steps(scaled));
        Capacity capacity = plain.detector.capacity();
        assertEquals(
                capacity.nats().value() * scale,
                scaled.detector.capacity().nats().value(),
                1e-9 * 100 * scale);
    }

    private static Run noisy(double scale, long seed, long steps) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Run().to(steps, t -> scale * 100 * (1 - Math.exp(-t / 1500.0)) * (1 + 0.1 * random.nextGaussian()));
    }

    private static List<String> steps(Run run) {
        return run.changes.stream().map(c -> c.step() + " " + c.to()).toList();
    }

    @Test
    void oneStepAThousandTimesTooLargeMakesNoNewState() {
        SplittableRandom random = new SplittableRandom(5);
        Run run = new Run().to(60_000, t -> {
            double entropy = 100 * (1 - Math.exp(-t / 1500.0)) * (1 + 0.05 * random.nextGaussian());
            return t == 20_003 ? 1000 * entropy : entropy;
        });
        assertEquals(
                List.of(TrainingState.ABSORBING, TrainingState.SATURATED),
                run.changes.stream().map(StateChange::to).toList());
    }

    @Test
    void aFallIsADeclineAndAFlatLowerLevelASaturationAgain() {
        Run run = new Run().to(80_000, t -> t < 20_000 ? 100 : 60);
        assertEquals(
                List.of(TrainingState.SATURATED, TrainingState.DECLINING, TrainingState.SATURATED),
                run.changes.stream().map(StateChange::to).toList());
        assertTrue(
                run.changes.get(1).reason().startsWith("fell to 60.8 nats"),
                run.changes.get(1).reason());
        assertTrue(
                run.changes.get(2).reason().startsWith("flat again, 40 % below its best level"),
                run.changes.get(2).reason());
    }

    @Test
    void lateBloomWithdrawsTheVerdict() {
        Run run = new Run().to(60_000, t -> t < 10_000 ? 10 : 10 + (t - 10_000) / 1000.0);
        assertEquals(
                List.of(TrainingState.SATURATED, TrainingState.ABSORBING),
                run.changes.stream().map(StateChange::to).toList());
    }

    @Test
    void whatItRemembersIsAllItNeeds() {
        SplittableRandom random = new SplittableRandom(9);
        double[] noise = random.doubles(70_000, -0.2, 0.2).toArray();
        LongToDoubleFunction curve = t -> 50 * (1 - Math.exp(-t / 1000.0)) * (1 + noise[(int) t]);
        Run plain = new Run();
        List<String> moved = new ArrayList<>();
        RunDetector other = new RunDetector(SETTINGS);
        while (plain.next < 60_000) {
            long first = plain.next;
            plain.bucket(curve);
            StateChange change =
                    other.close(plain.entropies, plain.losses, first, plain.next - 1, plain.next - 1, Double.NaN);
            if (change != null) {
                moved.add(change.step() + " " + change.to());
            }
            ByteBuffer bytes = ByteBuffer.allocate(RunDetector.BYTES);
            other.write(bytes);
            assertEquals(0, bytes.remaining());
            other = new RunDetector(SETTINGS);
            other.read(bytes.flip());
        }
        assertEquals(steps(plain), moved);
    }

    @Test
    void whileTheNoiseHidesAVerdictItSaysHowLongThatWillLast() {
        Run run = noisy(1, 3, 1000);
        SplittableRandom random = new SplittableRandom(3);
        Run constant = new Run().to(4000, t -> 10 * (1 + random.nextGaussian()));
        assertEquals(TrainingState.WARMING_UP, constant.detector.state());
        assertTrue(constant.detector.stepsToVerdict(4000) > 0);
        assertTrue(Double.isNaN(run.detector.stepsToVerdict(1000)), "a run that grows has its verdict");
    }

    @Test
    void anEmptyRunHasNoVerdict() {
        RunDetector detector = new RunDetector(SETTINGS);
        assertNull(detector.close(new BucketSeries(), new BucketSeries(), 1024, 1055, 0, Double.NaN));
        assertEquals(TrainingState.WARMING_UP, detector.state());
    }
}
