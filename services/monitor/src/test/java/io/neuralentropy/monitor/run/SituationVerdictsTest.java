package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.monitor.snapshot.Capacity.Withheld;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.Standing;
import io.neuralentropy.monitor.snapshot.Standing.Missing;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.StateChange.Cause;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verdicts on situations of {@link Situations} in which monitors raise false alarms, or none. */
class SituationVerdictsTest {
    private static Standing standing(List<Event> events) {
        RunState run = new RunState("run");
        events.forEach(run::accept);
        return Snapshooter.of(run).standing();
    }

    private static List<TrainingState> states(Standing standing) {
        return standing.changes().stream().map(StateChange::to).toList();
    }

    private static void assertNever(TrainingState state, Standing standing) {
        assertFalse(
                states(standing).contains(state),
                () -> standing.changes().stream()
                        .map(c -> c.step() + " " + c.to() + ": " + c.reason())
                        .toList()
                        .toString());
    }

    @Nested
    class GrowthIsLearning {
        @ParameterizedTest
        @CsvSource({"700, 0", "3000, 0", "3000, 3", "6000, 3", "6000, 0.1"})
        void afterAFlatStart(int flat, double low) {
            for (long seed = 1; seed <= 3; seed++) {
                Standing standing = standing(Situations.zeroThenGrowth(seed, flat, low));
                assertNever(TrainingState.DIVERGED, standing);
                assertTrue(states(standing).contains(TrainingState.ABSORBING));
                // nothing of the flat start is left in what is said of the capacity
                assertEquals(600 + low, standing.capacity().nats().value(), 30);
                assertEquals(1, standing.utilization(), 0.05);
            }
        }

        @Test
        void afterALongWarmUpWhichIsNoPlateau() {
            for (long seed = 1; seed <= 3; seed++) {
                Standing standing = standing(Situations.longWarmUp(seed));
                assertEquals(List.of(TrainingState.ABSORBING), states(standing));
                assertEquals(600, standing.capacity().nats().value(), 30);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4000, 50", "1500, 100000", "3000, 500"})
    void norAreRestartsThatTakeTheLossBackToItsBeginning(int period, double memory) {
        Standing standing = standing(Situations.warmRestarts(1, period, memory));
        assertNever(TrainingState.DIVERGED, standing);
        assertNever(TrainingState.DECLINING, standing);
    }

    @Test
    void aRestartAfterWhichTheLossStaysUpIsADivergence() {
        Standing standing = standing(Situations.restartThatBreaks(1));
        assertEquals(TrainingState.DIVERGED, standing.state());
    }

    @Test
    void aRestartOfTheLearningRateIsNoDivergenceAndIsCounted() {
        for (long seed = 1; seed <= 3; seed++) {
            Standing standing = standing(Situations.warmRestarts(seed, 4000, 500));
            assertEquals(List.of(TrainingState.ABSORBING), states(standing));
            assertEquals(5, standing.restarts());
        }
    }

    @Nested
    class OneEventForManySteps {
        @ParameterizedTest
        @CsvSource({"10, false, -1", "10, true, 0", "500, false, 0", "500, true, 0"})
        void isNoDivergence(int every, boolean withSpan, int offset) {
            for (long seed = 1; seed <= 3; seed++) {
                Standing standing = standing(Situations.sparseLogging(seed, "run", every, withSpan, offset));
                assertNever(TrainingState.DIVERGED, standing);
                assertEquals(TrainingState.ABSORBING, states(standing).get(0));
            }
        }

        @ParameterizedTest
        @CsvSource({"100, false", "500, false", "500, true", "1000, true"})
        void aSingleOutlierIsNoDivergence(int every, boolean withSpan) {
            for (long seed = 1; seed <= 5; seed++) {
                assertNever(TrainingState.DIVERGED, standing(Situations.singleOutlier(seed, every, withSpan)));
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {10, 100, 1000})
        void anExplosionThatStaysIsADivergence(int every) {
            for (long seed = 1; seed <= 3; seed++) {
                Standing standing = standing(Situations.explosion(seed, every));
                StateChange last = standing.changes().get(standing.changes().size() - 1);
                assertEquals(Cause.LOSS_EXPLODED, last.cause());
                assertEquals(61L * every, last.since());
                // four events, or the time that a spike has where that is longer
                long time = Math.max(3L * every, Math.max(256, 61L * every / 32));
                assertTrue(last.step() - last.since() <= time + every, "after " + (last.step() - last.since()));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"exp10x", "power", "classifier", "language-model"})
        void aFallingLossAloneIsLearning(String shape) {
            for (int every : new int[] {10, 50, 100, 500, 1000}) {
                for (boolean withSpan : new boolean[] {false, true}) {
                    for (long seed = 1; seed <= 3; seed++) {
                        Standing standing = standing(Situations.sparseLossOnly(seed, shape, every, withSpan));
                        assertNever(TrainingState.DIVERGED, standing);
                        assertEquals(Quantity.LOSS, standing.verdict().followed());
                        // of 600 steps alone the noise may leave it open
                        assertTrue(every == 10 || states(standing).get(0) == TrainingState.ABSORBING);
                    }
                }
            }
        }

        @Test
        void anEventPerEpochIsLearning() {
            Standing standing = standing(Situations.fineTuningPerEpoch());
            assertEquals(List.of(TrainingState.ABSORBING), states(standing));
        }
    }

    @Test
    void aSlowSpikeIsTakenBack() {
        Standing standing = standing(Situations.slowSpike(1));
        assertEquals(TrainingState.ABSORBING, standing.state());
        assertEquals(
                600,
                standing.capacity().nats().value(),
                2 * standing.capacity().nats().standardError());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLossThatIsExactlyZeroIsAnAlarmAndNoSuccess(boolean withEntropy) {
        for (long seed = 1; seed <= 3; seed++) {
            Standing standing = standing(Situations.dead(seed, withEntropy));
            assertEquals(TrainingState.DIVERGED, standing.state());
            assertNever(TrainingState.SATURATED, standing);
            StateChange last = standing.changes().get(standing.changes().size() - 1);
            assertEquals(Cause.LOSS_GONE, last.cause());
            assertEquals(3001, last.since());
            assertEquals(3001 + 256, last.step());
            assertEquals(Withheld.DIVERGED, standing.capacity().withheld());
        }
    }

    @Nested
    class ALossAlone {
        @Test
        void thatStillFallsBySixPercentPerDoublingIsNotSaturated() {
            Standing standing = standing(Situations.gpt2());
            assertEquals(Quantity.LOSS, standing.verdict().followed());
            assertEquals(List.of(TrainingState.ABSORBING), states(standing));
            assertTrue(
                    standing.verdict().gain() > 0.03 && standing.verdict().gain() < 0.08,
                    "gain: " + standing.verdict().gain());
            assertEquals(Withheld.NO_ENTROPY, standing.capacity().withheld());
            assertTrue(standing.changes().get(0).reason().startsWith("the loss falls by"));
        }

        @Test
        void saysWhatItsFirstVerdictWaitsFor() {
            List<Event> events = Situations.gpt2();
            assertEquals(
                    Missing.TOO_EARLY,
                    standing(events.subList(0, 400)).verdict().missing());
            assertEquals(Missing.NOTHING_SENT, standing(List.of()).verdict().missing());
            assertEquals(null, standing(events).verdict().missing());
        }
    }
}
