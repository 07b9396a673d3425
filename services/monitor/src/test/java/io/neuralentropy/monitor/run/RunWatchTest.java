package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.maths.Grid;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.Standing;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts of a run as its events come in: the same whatever the order within a bucket, the ranks, restarts and resumptions. */
class RunWatchTest {
    private static final double[] NOISE =
            new SplittableRandom(5).doubles(40_001, -0.2, 0.2).toArray();
    private static final List<TrainingState> PLAIN =
            List.of(TrainingState.ABSORBING, TrainingState.SATURATED, TrainingState.DECLINING, TrainingState.DIVERGED);

    /** Grows, saturates by 7,000 steps, falls by a half at 20,000, breaks at 33,000. */
    private static double entropy(long t) {
        double level = t < 20_000 ? 100 * (1 - Math.exp(-t / 800.0)) : 50;
        return t >= 33_000 ? Double.NaN : level * (1 + NOISE[(int) t]);
    }

    private static Step step(int attempt, int rank, long t, double entropy, long count) {
        return Step.of(new Origin("run", attempt, rank, 10 * t), t)
                .samples(count)
                .loss(2 + NOISE[(int) t])
                .seconds(0.5)
                .energyJoules(3)
                .neuralEntropy(Moments.ofMean(entropy, count))
                .build();
    }

    private static List<Event> plain(int from, int to) {
        List<Event> events = new ArrayList<>();
        for (int t = from; t <= to; t++) {
            events.add(step(0, 0, t, entropy(t), 32));
        }
        return events;
    }

    private static RunState stateOf(List<? extends Event> events) {
        RunState state = new RunState("run");
        events.forEach(state::accept);
        return state;
    }

    private static Standing standing(RunState state) {
        return Snapshooter.of(state).standing();
    }

    private static List<String> verdicts(RunState state) {
        return standing(state).changes().stream()
                .map(c -> c.step() + " " + c.from() + " " + c.to())
                .toList();
    }

    @Test
    void eachStateComesInItsTurnWithReasonAndDelay() {
        List<StateChange> changes = standing(stateOf(plain(1, 34_000))).changes();
        assertEquals(PLAIN, changes.stream().map(StateChange::to).toList());
        StateChange saturated = changes.get(1);
        assertEquals(100, saturated.level(), 2);
        assertTrue(saturated.late() > 512 && saturated.since() > 1000);
        assertTrue(saturated.reason().startsWith("saturated at 100 nats: gains "), saturated.reason());
        assertTrue(saturated.reason().contains("within ±3 %"), saturated.reason());
        assertEquals(20_000, changes.get(2).since(), 3000);
        assertEquals(33_000, changes.get(3).step());
        assertEquals(330_000, changes.get(3).time());
    }

    @Test
    void theTotalEntropyIsSaidWhereItIsKnown() {
        List<Event> events = plain(1, 12_000);
        events.add(
                0,
                RunStarted.of(new Origin("run", 0, 0, 0))
                        .totalEntropy(new EntropyEstimate(200, Double.NaN, "analytic"))
                        .build());
        StateChange saturated = standing(stateOf(events)).changes().get(1);
        assertEquals(0.5, saturated.share(), 0.01);
        assertTrue(
                saturated.reason().matches("saturated at [0-9.]+ nats = (49|50)[0-9.]* % of the total entropy: .*"),
                saturated.reason());
    }

    @Nested
    class TheSameVerdicts {
        private final List<String> expected = verdicts(stateOf(plain(1, 34_000)));

        @Test
        void fromABatchSplitOverRanks() {
            List<Event> events = new ArrayList<>();
            for (int t = 1; t <= 34_000; t++) {
                double apart = 10 * NOISE[34_001 - t];
                // a quarter of the data points in rank 0
                events.add(step(0, 0, t, entropy(t) + 3 * apart, 8));
                events.add(step(0, 1, t, entropy(t) - apart, 24));
            }
            assertEquals(expected, verdicts(stateOf(events)));
        }

        @Test
        void fromRanksThatLagBehindEachOtherByLessThanABucket() {
            List<Event> events = new ArrayList<>();
            for (int t = 1; t <= 34_000; t++) {
                events.add(step(0, 0, t, entropy(t), 16));
                if (t > 7) {
                    events.add(step(0, 1, t - 7, entropy(t - 7), 16));
                }
            }
            assertEquals(expected, verdicts(stateOf(events)));
        }

        @Test
        void shuffledWithinABucket() {
            List<Event> events = new ArrayList<>();
            Random random = new Random(1);
            // up to where it breaks: in which step of a bucket it does so is seen in the order of arrival
            for (int first = 1; first <= 32_000; first = (int) Grid.VERDICTS.last(first) + 1) {
                List<Event> bucket = plain(first, (int) Grid.VERDICTS.last(first));
                Collections.shuffle(bucket, random);
                events.addAll(bucket);
            }
            assertEquals(expected.subList(0, 3), verdicts(stateOf(events)));
        }

        @Test
        void withEachEventTwice() {
            List<Event> events = new ArrayList<>();
            for (Event event : plain(1, 34_000)) {
                events.add(event);
                events.add(event);
            }
            assertEquals(expected, verdicts(stateOf(events)));
        }

        @Test
        void acrossRestartsInAnyPlace() {
            RunState state = new RunState("run");
            Random random = new Random(2);
            for (Event event : plain(1, 34_000)) {
                state.accept(event);
                if (random.nextInt(2000) == 0) {
                    state = Stored.again(state);
                }
            }
            assertEquals(expected, verdicts(state));
            Standing plain = standing(stateOf(plain(1, 34_000)));
            assertEquals(plain, standing(state));
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 300, 512, 6_001, 9_985, 20_500, 32_900})
        void afterAResumption(int firstStep) {
            List<Event> events = new ArrayList<>();
            long lost = Math.min(33_500, firstStep + 9_000);
            for (int t = 1; t <= lost; t++) {
                // what is lost went another way
                events.add(step(0, 0, t, t < firstStep ? entropy(t) : 1000, 32));
            }
            RunStarted resumed = RunStarted.of(new Origin("run", 1, 0, 0))
                    .firstStep(firstStep)
                    .build();
            events.add(resumed);
            for (int t = firstStep; t <= 34_000; t++) {
                events.add(step(1, 0, t, entropy(t), 32));
            }
            List<Event> withoutTheLost = new ArrayList<>(plain(1, firstStep - 1));
            withoutTheLost.add(resumed);
            withoutTheLost.addAll(events.subList((int) lost + 1, events.size()));
            RunState state = stateOf(events);
            assertEquals(verdicts(stateOf(withoutTheLost)), verdicts(state));
            assertEquals(
                    PLAIN,
                    standing(state).changes().stream().map(StateChange::to).toList());
        }
    }

    @Test
    void aResumptionLeavesNoRecordOfWhatItTookBack() {
        List<Event> events = plain(1, 34_000);
        events.add(RunStarted.of(new Origin("run", 1, 0, 0)).firstStep(9_985).build());
        RunState resumed = stateOf(events);
        RunState plain = stateOf(plain(1, 9_984));
        assertEquals(kinds(Stored.records(plain)), kinds(Stored.records(resumed)));
        assertEquals(2, standing(Stored.again(resumed)).changes().size());
    }

    private static List<RecordKey> kinds(Map<RecordKey, byte[]> store) {
        return store.keySet().stream()
                .filter(key -> key.kind() == RecordKey.Kind.STATE_CHANGE
                        || key.kind() == RecordKey.Kind.WATCH && key.index() < 9_700)
                .sorted((a, b) -> a.kind() == b.kind()
                        ? Long.compare(a.index(), b.index())
                        : a.kind().compareTo(b.kind()))
                .toList();
    }

    @Test
    void aSilentRankHoldsNoVerdictBackForLongerThanABucket() {
        List<Event> events = new ArrayList<>();
        for (int t = 1; t <= 12_000; t++) {
            events.add(step(0, 0, t, entropy(t), 16));
            if (t < 3000) {
                events.add(step(0, 1, t, entropy(t), 16));
            }
        }
        assertEquals(TrainingState.SATURATED, standing(stateOf(events)).state());
    }

    @Test
    void aLateStepCorrectsTheCurveNotAPastVerdict() {
        List<Event> events = plain(1, 12_000);
        Event late = events.remove(7_499);
        List<String> before = verdicts(stateOf(events));
        events.add(late);
        RunState state = stateOf(events);
        assertEquals(before, verdicts(state));
        assertEquals(12_000, Snapshooter.of(state).counts().accepted());
    }

    @Test
    void aLateNaNIsPartOfTheCurveAlone() {
        List<Event> events = plain(1, 12_000);
        events.set(7_499, step(0, 1, 7_500, 100, 32));
        events.add(step(0, 0, 7_500, Double.NaN, 32));
        assertEquals(TrainingState.SATURATED, standing(stateOf(events)).state());
    }

    @Test
    void theCostOfSaturationIsCountedFromTheVerdict() {
        Standing standing = standing(stateOf(plain(1, 15_000)));
        long since = standing.changes().get(1).step();
        assertEquals(15_000 - since, standing.saturated().steps());
        assertEquals(0.5 * (15_000 - since), standing.saturated().seconds(), 1);
        assertEquals(3.0 * (15_000 - since), standing.saturated().joules(), 6);
        assertEquals(100, standing.capacity().nats().value(), 1);
        assertEquals(1, standing.utilization(), 0.02);
        assertEquals(0, standing.capacity().stepsTo95());
        assertTrue(Double.isNaN(standing(stateOf(plain(1, 3_000))).saturated().steps()));
    }

    @Test
    void aWithdrawnVerdictCostsNothing() {
        assertTrue(Double.isNaN(standing(stateOf(plain(1, 32_000))).saturated().steps()));
    }

    @Nested
    class TheEnd {
        private RunFinished end(RunFinished.Status status) {
            return new RunFinished(new Origin("run", 0, 0, 999_999), status, "by hand", 0);
        }

        @Test
        void closesTheBucketThatIsFull() {
            long last = Grid.VERDICTS.last(12_000);
            List<Event> events = plain(1, (int) last);
            assertEquals(Grid.VERDICTS.first(12_000) - 1, stateOf(events).watch.closedThrough());
            events.add(end(RunFinished.Status.COMPLETED));
            assertEquals(last, stateOf(events).watch.closedThrough());
        }

        @Test
        void isTheLastStateAndKeepsWhatWasBefore() {
            List<Event> events = plain(1, 12_000);
            events.add(end(RunFinished.Status.STOPPED));
            Standing standing = standing(stateOf(events));
            assertEquals(TrainingState.FINISHED, standing.state());
            StateChange last = standing.changes().get(standing.changes().size() - 1);
            assertEquals(TrainingState.SATURATED, last.from());
            assertEquals(12_000, last.step());
            assertTrue(standing.saturated().steps() > 0);
            events.set(events.size() - 1, end(RunFinished.Status.FAILED));
            assertEquals(TrainingState.FAILED, standing(stateOf(events)).state());
        }

        @Test
        void isTakenBackByALaterAttempt() {
            List<Event> events = plain(1, 12_000);
            events.add(end(RunFinished.Status.FAILED));
            events.add(
                    RunStarted.of(new Origin("run", 1, 0, 0)).firstStep(12_001).build());
            Standing standing = standing(stateOf(events));
            assertEquals(TrainingState.SATURATED, standing.state());
            assertEquals(2, standing.changes().size());
        }
    }

    @Test
    void anotherFollowedEntropyStartsAnew() {
        List<Event> events = plain(1, 12_000);
        events.add(RunStarted.of(new Origin("run", 0, 0, 0)).follow("learned").build());
        for (int t = 12_001; t <= 13_000; t++) {
            events.add(Step.of(new Origin("run", 0, 0, t), t)
                    .learnedEntropy(Moments.ofMean(5, 4))
                    .build());
        }
        Standing standing = standing(stateOf(events));
        assertEquals(TrainingState.WARMING_UP, standing.state());
        StateChange last = standing.changes().get(standing.changes().size() - 1);
        assertEquals(StateChange.Cause.FOLLOWS_OTHER, last.cause());
        assertEquals(12_001, last.step());
    }

    @Test
    void spansWiderThanABucketAreJudgedToo() {
        List<Event> events = new ArrayList<>();
        for (int t = 64; t <= 40_000; t += 64) {
            events.add(Step.of(new Origin("run", 0, 0, t), t)
                    .span(64)
                    .neuralEntropy(Moments.ofMean(100 * (1 - Math.exp(-t / 800.0)) + NOISE[t], 64))
                    .build());
        }
        assertEquals(TrainingState.SATURATED, standing(stateOf(events)).state());
    }

    @Test
    void aRunThatIsHeardFromALateStepOnlyIsJudged() {
        assertEquals(
                TrainingState.SATURATED, standing(stateOf(plain(6_000, 19_000))).state());
        RunState far = stateOf(List.of(step(0, 0, 40_000, 7, 1)));
        assertEquals(TrainingState.WARMING_UP, standing(far).state());
        assertTrue(far.watch.closedThrough() > 30_000);
        RunState farther = new RunState("run");
        farther.accept(
                Step.of(new Origin("run", 0, 0, 0), (1L << 53) - 1).loss(1).build());
        assertEquals(TrainingState.WARMING_UP, standing(farther).state());
    }

    @Test
    void changesAreBounded() {
        List<RecordKey> written = new ArrayList<>();
        StateLog log = new StateLog(written::add);
        for (int i = 1; i <= 300; i++) {
            log.add(new StateChange(
                    i,
                    i,
                    TrainingState.ABSORBING,
                    TrainingState.SATURATED,
                    StateChange.Cause.FLAT,
                    i - 1,
                    1,
                    2,
                    3,
                    4,
                    5,
                    6,
                    7,
                    Quantity.LOSS));
        }
        assertEquals(Standing.MAX_CHANGES, log.all().size());
        assertEquals(300, log.all().get(Standing.MAX_CHANGES - 1).step());
        long gone =
                written.stream().filter(key -> log.bytes(key.index()) == null).count();
        assertTrue(gone > 0);
        assertFalse(log.all().get(0).step() < 45);
    }
}
