package io.neuralentropy.monitor.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Where the reference says nothing: recovery, spikes, several ranks. Level of both signals is 2, without trend. */
class DivergenceTest {
    private final RunDetector detector = new RunDetector(DetectorSettings.defaults());
    private final BucketSeries series = new BucketSeries();
    private final List<StateChange> changes = new ArrayList<>();
    private long step;

    private void run(long to, int ranks, LongToDoubleFunction loss) {
        while (step < to) {
            step++;
            for (int rank = 0; rank < ranks; rank++) {
                double now = loss.applyAsDouble(step);
                if (Double.isFinite(now)) {
                    note(detector.step(step, Reading.of(now, Double.NaN, ranks), step));
                } else {
                    note(detector.notFinite(step, step));
                }
            }
            if (step == Grid.VERDICTS.last(step)) {
                long first = Grid.VERDICTS.first(step);
                series.add(first, (first + step) / 2.0, step - first + 1.0, 2, 0.1);
                note(detector.close(series, series, first, step, step, Double.NaN));
            }
        }
    }

    private void note(StateChange change) {
        if (change != null) {
            changes.add(change);
        }
    }

    private List<TrainingState> states() {
        return changes.stream()
                .map(StateChange::to)
                .filter(s -> s != TrainingState.SATURATED)
                .toList();
    }

    @Test
    void aSpikeThatComesBackIsCountedAndNoMore() {
        run(20_000, 1, t -> 2 + (t > 9000 ? 5 * Math.exp(-(t - 9000) / 100.0) : 0));
        assertEquals(List.of(), states());
        assertEquals(1, detector.spikes());
        assertTrue(detector.lastSpike() > 9000 && detector.lastSpike() < 10_000);
    }

    @Test
    void anExplosionThatStaysIsLatched() {
        run(40_000, 1, t -> t > 9000 ? 6 : 2);
        assertEquals(List.of(TrainingState.DIVERGED), states());
        StateChange change = changes.get(changes.size() - 1);
        assertEquals(StateChange.Cause.LOSS_EXPLODED, change.cause());
        assertEquals(9000 + 9000 / 32, change.step(), 20);
        assertEquals(9000, change.since(), 20);
        assertTrue(change.reason().startsWith("the loss went from 2 to"), change.reason());
    }

    @Test
    void aSingleNaNDivergesAtOnceAndIsOverWhenFiniteForTheDwellTime() {
        run(12_000, 1, t -> t == 300 || t == 9000 ? Double.NaN : 2);
        assertEquals(
                List.of(
                        TrainingState.DIVERGED,
                        TrainingState.WARMING_UP,
                        TrainingState.DIVERGED,
                        TrainingState.WARMING_UP),
                states());
        List<StateChange> bad = changes.stream()
                .filter(c -> c.to() == TrainingState.DIVERGED || c.from() == TrainingState.DIVERGED)
                .toList();
        assertEquals(300, bad.get(0).step());
        assertEquals(301, bad.get(1).since());
        assertTrue(bad.get(1).step() >= 300 + 512 && bad.get(1).step() < 300 + 512 + 32);
        assertEquals(9000, bad.get(2).step());
    }

    @Test
    void infinitiesCountAsNaN() {
        run(10, 1, t -> t == 5 ? Double.POSITIVE_INFINITY : 2);
        assertEquals(List.of(TrainingState.DIVERGED), states());
    }

    @Test
    void ranksShareAStep() {
        DivergenceTest alone = new DivergenceTest();
        LongToDoubleFunction loss = t -> t > 9000 ? 6 : 2;
        alone.run(12_000, 1, loss);
        run(12_000, 4, loss);
        assertEquals(alone.states(), states());
        assertEquals(alone.last().step(), last().step(), 4);
    }

    private StateChange last() {
        return changes.get(changes.size() - 1);
    }

    @Test
    void nothingExplodesBeforeTheFirstLook() {
        run(512, 1, t -> t > 100 ? 50 : 2);
        assertNull(detector.step(512, Reading.of(50, 50, 1), 0));
        assertEquals(List.of(), states());
    }

    /** Level of the loss and S_tot are known or not; the entropy goes from 2 upwards after step 9,000. */
    private List<StateChange.Cause> entropyRises(
            LongToDoubleFunction loss, LongToDoubleFunction entropy, double total) {
        BucketSeries losses = new BucketSeries();
        double sum = 0;
        long first = 1;
        for (long t = 1; t <= 14_000; t++) {
            double now = entropy.applyAsDouble(t);
            note(detector.step(t, Reading.of(loss.applyAsDouble(t), now, 1), t));
            sum += now;
            if (t == Grid.VERDICTS.last(t)) {
                double mean = sum / (t - first + 1);
                series.add(first, (first + t) / 2.0, t - first + 1.0, mean, 0.1);
                if (!Double.isNaN(loss.applyAsDouble(t))) {
                    losses.add(first, (first + t) / 2.0, t - first + 1.0, loss.applyAsDouble(t), 0.1);
                }
                note(detector.close(series, losses, first, t, t, total));
                first = t + 1;
                sum = 0;
            }
        }
        return changes.stream()
                .filter(c -> c.to() == TrainingState.DIVERGED)
                .map(StateChange::cause)
                .toList();
    }

    private static double grown(long t) {
        return 2 * (1 - Math.exp(-t / 300.0)) + (t > 9000 ? 600 * (1 - Math.exp((9000 - t) / 1000.0)) : 0);
    }

    @Test
    void anEntropyThatGrowsWhileTheLossIsLevelIsLearning() {
        assertEquals(List.of(), entropyRises(t -> 2, DivergenceTest::grown, Double.NaN));
    }

    @Test
    void soItIsWhereNothingIsKnownOfTheLossAndItComesToRest() {
        assertEquals(
                List.of(),
                entropyRises(
                        t -> Double.NaN,
                        t -> 2 * (1 - Math.exp(-t / 300.0)) + (t > 9000 ? 6 * (1 - Math.exp((9000 - t) / 300.0)) : 0),
                        Double.NaN));
    }

    @Test
    void withALossThatRisesByAThirdItIsAnExplosion() {
        assertEquals(
                List.of(StateChange.Cause.ENTROPY_EXPLODED),
                entropyRises(t -> t > 9000 ? 2.7 : 2, DivergenceTest::grown, Double.NaN));
    }

    @Test
    void farAboveTheTotalEntropyItIsAnExplosion() {
        assertEquals(List.of(StateChange.Cause.ENTROPY_EXPLODED), entropyRises(t -> 2, DivergenceTest::grown, 20));
    }

    @Test
    void withoutALossAndWithoutEndFromARestingLevelItIsAnExplosion() {
        assertEquals(
                List.of(StateChange.Cause.ENTROPY_EXPLODED),
                entropyRises(
                        t -> Double.NaN,
                        t -> 2 * (1 - Math.exp(-t / 300.0)) * (t > 9000 ? Math.exp((t - 9000) / 400.0) : 1),
                        Double.NaN));
    }

    @Test
    void gradientsThatAreNeverFiniteAgainAreADivergence() {
        deadGradients(t -> t > 3000);
        StateChange change = last();
        assertEquals(StateChange.Cause.GRADIENTS_NOT_FINITE, change.cause());
        assertEquals(3001, change.since());
        assertEquals(3001 + 256, change.step());
        assertTrue(change.reason().contains("since step 3001"), change.reason());
    }

    @Test
    void skippedStepsOfMixedPrecisionAreNone() {
        deadGradients(t -> t <= 40 || t % 3 != 0);
        assertEquals(List.of(), states());
    }

    @Test
    void norIsALoopThatNeverSaysAFiniteGradientNorm() {
        deadGradients(t -> true);
        assertEquals(List.of(), states());
    }

    private void deadGradients(LongPredicate isBad) {
        while (step < 4000) {
            step++;
            double norm = isBad.test(step) ? Double.NaN : 1;
            note(detector.step(step, new Reading(2, Double.NaN, norm, true, Double.NaN, 1), step));
            if (step == Grid.VERDICTS.last(step)) {
                long first = Grid.VERDICTS.first(step);
                series.add(first, (first + step) / 2.0, step - first + 1.0, 2, 0.1);
                note(detector.close(series, series, first, step, step, Double.NaN));
            }
        }
    }

    @Test
    void whatIsRememberedGoesOnAfterARestart() {
        LongToDoubleFunction loss = t -> t > 9000 ? 6 : 2;
        DivergenceTest whole = new DivergenceTest();
        whole.run(9200, 1, loss);
        ByteBuffer bytes = ByteBuffer.allocate(RunDetector.BYTES);
        whole.detector.write(bytes);
        assertEquals(0, bytes.remaining());
        DivergenceTest restored = new DivergenceTest();
        restored.detector.read(bytes.flip());
        for (int i = 0; i < whole.series.size(); i++) {
            restored.series.add(whole.series.first[i], whole.series.step[i], whole.series.weight[i], 2, 0.1);
        }
        restored.step = 9200;
        whole.run(9400, 1, loss);
        restored.run(9400, 1, loss);
        assertEquals(TrainingState.DIVERGED, restored.detector.state());
        assertEquals(whole.last(), restored.last());
    }
}
