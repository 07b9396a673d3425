package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a resumption takes back, and that it loses nothing in front of where it goes on. */
class ResumptionTest {
    private RunState state = new RunState("run");
    private long clock;

    private RunStarted started(int attempt, int rank, long firstStep) {
        return RunStarted.of(new Origin("run", attempt, rank, ++clock))
                .firstStep(firstStep)
                .build();
    }

    /** Loss and S_NN tell the launch that sent them. */
    private Step step(int attempt, int rank, long number, double value) {
        return Step.of(new Origin("run", attempt, rank, ++clock), number)
                .loss(value)
                .neuralEntropy(new Moments(value, 1, 1))
                .build();
    }

    private void steps(int attempt, long from, long to, double value) {
        for (long number = from; number <= to; number++) {
            state.accept(step(attempt, 0, number, value));
        }
    }

    private StepCounts counts() {
        return Snapshooter.of(state).counts();
    }

    private static void assertNothingIsLost(RunState state, long steps, double meanOfWindow) {
        for (RunState same : List.of(state, Stored.again(state))) {
            RunSnapshot run = Snapshooter.of(same);
            assertEquals(steps, run.counts().accepted());
            assertEquals(0, run.counts().missing());
            assertEquals(steps, inCurve(run.curve()));
            assertEquals(meanOfWindow, run.progress().loss(), 1e-12);
        }
    }

    private static long inCurve(Curve curve) {
        long steps = 0;
        long before = 0;
        for (int i = 0; i < curve.size(); i++) {
            steps += curve.steps(i);
            assertTrue(curve.first(i) > before, "one bucket per cell");
            before = curve.last(i);
        }
        return steps;
    }

    @Nested
    class LosesNothing {
        @ParameterizedTest(name = "same attempt: {0}, checkpoints told: {1}")
        @CsvSource({"false,false", "false,true", "true,false", "true,true"})
        void whenNothingHadToBeDoneAgain(boolean sameAttempt, boolean checkpoints) {
            for (int launch = 0; launch < 20; launch++) {
                int attempt = sameAttempt ? 0 : launch;
                state.accept(started(attempt, 0, 250 * launch + 1));
                steps(attempt, 250 * launch + 1, 250 * launch + 250, 1);
                if (checkpoints) {
                    state.accept(new Checkpoint(new Origin("run", attempt, 0, ++clock), 250 * launch + 250));
                }
            }
            assertNothingIsLost(state, 5000, 1);
            assertEquals(0, counts().superseded());
        }

        @ParameterizedTest(name = "from {0} steps back")
        @ValueSource(ints = {1, 2, 7, 120, 333, 777, 999})
        void fromAnyOfTheNewestThousandSteps(int back) {
            for (long head : new long[] {2120, 30_001, 262_777}) {
                RunState run = new RunState("run");
                for (long number = head - 9000 > 0 ? head - 9000 : 1; number <= head; number++) {
                    run.accept(step(0, 0, number, 1));
                    run.save();
                }
                long before = Snapshooter.of(run).counts().accepted();
                run = Stored.again(run);
                run.accept(started(1, 0, head - back + 1));
                StepCounts counts = Snapshooter.of(run).counts();
                assertEquals(before - back, counts.accepted(), "from " + head);
                assertEquals(back, counts.superseded());
                assertEquals(before - back, inCurve(Snapshooter.of(run).curve()));
            }
        }

        @Test
        void fromACheckpointThatWasToldHoweverFarBack() {
            steps(0, 1, 4321, 1);
            state.accept(new Checkpoint(new Origin("run", 0, 0, ++clock), 4321));
            steps(0, 4322, 40_000, 2);
            state.accept(started(1, 0, 4322));
            steps(1, 4322, 5000, 1);
            assertNothingIsLost(state, 5000, 1);
            assertEquals(40_000 - 4321, counts().superseded());
        }

        @ParameterizedTest(name = "from step {0}")
        @ValueSource(ints = {12_001, 20_001, 35_001})
        void fromARoundStepOfTheLaterPartOfTheRun(int firstStep) {
            steps(0, 1, 40_000, 1);
            state.accept(started(1, 0, firstStep));
            steps(1, firstStep, 41_500, 1);
            assertNothingIsLost(state, 41_500, 1);
        }

        @Test
        void fromWhereItWasResumedBefore() {
            steps(0, 1, 30_123, 1);
            for (int attempt = 1; attempt < 6; attempt++) {
                state.accept(started(attempt, 0, 29_555));
                steps(attempt, 29_555, 34_000, attempt);
            }
            assertNothingIsLost(state, 34_000, 5);
            assertEquals(30_123 - 29_554 + 4 * (34_000 - 29_554), counts().superseded());
        }

        @Test
        void ofTheWindow() {
            steps(0, 1, 2120, 1);
            state.accept(started(1, 0, 2001));
            steps(1, 2001, 2500, 3);
            // the window is the bucket of step 2500, of steps 2497 to 2528, and the 31 before: 1505 to 2500
            assertNothingIsLost(state, 2500, (496 + 500 * 3) / 996.0);
        }
    }

    @Nested
    class WhereNobodyKnowsASumWithoutTheStepsBehind {
        @Test
        void theWholePartGoesAndCountsAsSuperseded() {
            steps(0, 1, 40_000, 1);
            state.accept(started(1, 0, 33_334));
            StepCounts counts = counts();
            assertEquals(40_000, counts.accepted() + counts.superseded());
            long lost = 33_333 - counts.accepted();
            assertTrue(lost > 0 && lost < 256, lost + " steps");
            assertEquals(0, counts.missing());
            assertEquals(33_333, state.step());
            assertEquals(counts.accepted(), inCurve(Snapshooter.of(state).curve()));
            steps(1, 33_334, 40_000, 1);
            assertEquals(0, counts().missing());
            assertEquals(40_000 - lost, counts().accepted());
            assertEquals(counts(), Snapshooter.of(Stored.again(state)).counts());
        }

        @Test
        void whatComesOfItLaterIsSupersededToo() {
            steps(0, 1, 40_000, 1);
            state.accept(started(1, 0, 33_334));
            assertEquals(new Intake(0, 0, 0, 1), state.accept(step(0, 0, 33_333, 1)));
            assertEquals(new Intake(0, 0, 1, 0), state.accept(step(0, 0, 32_768 - 1, 1)));
        }
    }

    @Nested
    class OfTheSameAttempt {
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2})
        void isAsGoodAsANewAttempt(long seed) {
            RunState same = new RunState("same-attempt");
            RunState fresh = new RunState("new-attempt");
            for (Event event : Situations.resumeSameAttempt(seed)) {
                (event.run().equals(same.run()) ? same : fresh).accept(event);
            }
            StepCounts counts = Snapshooter.of(same).counts();
            assertEquals(new StepCounts(3000, 0, 120, 0, 0, 0, 0, 0), counts);
            assertEquals(counts, Snapshooter.of(fresh).counts());
            assertEquals(
                    Snapshooter.of(fresh).progress().loss(),
                    Snapshooter.of(same).progress().loss(),
                    0.05);
            assertEquals(3000, inCurve(Snapshooter.of(same).curve()));
            assertEquals(0, same.attempt());
        }

        @Test
        void takesBackTheValuesOfTheStepsThatAreDoneAgain() {
            state.accept(started(0, 0, 1));
            steps(0, 1, 2120, 1);
            state.accept(started(0, 0, 2001));
            assertEquals(2000, state.step());
            steps(0, 2001, 3100, 7);
            assertNothingIsLost(state, 3100, 7);
            assertEquals(120, counts().superseded());
            assertEquals(0, counts().duplicate());
        }

        @Test
        void alsoWhereTheFirstStartWasNotHeard() {
            steps(0, 1, 2120, 1);
            state.accept(started(0, 0, 2001));
            assertEquals(120, counts().superseded());
        }

        @Test
        void isToldOnceByAllRanks() {
            state.accept(started(0, 0, 1));
            state.accept(started(0, 1, 1));
            for (long number = 1; number <= 100; number++) {
                state.accept(step(0, 0, number, 1));
                state.accept(step(0, 1, number, 1));
            }
            state.accept(started(0, 1, 51));
            state.accept(step(0, 1, 51, 2));
            RunStarted other = started(0, 0, 51);
            state.accept(other);
            state.accept(step(0, 0, 51, 2));
            state.accept(other);
            assertEquals(102, counts().accepted());
            assertEquals(100, counts().superseded());
            state = Stored.again(state);
            state.accept(other);
            assertEquals(102, counts().accepted(), "also after a restart it is known");
        }

        @Test
        void fromTheSameCheckpointAgainIsAnotherOne() {
            state.accept(started(0, 0, 1));
            steps(0, 1, 100, 1);
            state.accept(started(0, 0, 51));
            steps(0, 51, 80, 2);
            state.accept(started(0, 0, 51));
            steps(0, 51, 90, 3);
            assertEquals(new StepCounts(90, 0, 80, 0, 0, 0, 0, 0), counts());
        }

        @Test
        void isNoneWithoutAFirstStep() {
            state.accept(started(0, 0, 1));
            steps(0, 1, 100, 1);
            state.accept(started(0, 0, 1));
            steps(0, 1, 50, 2);
            assertEquals(new StepCounts(100, 50, 0, 0, 0, 50, 0, 0), counts());
        }

        @Test
        void supersedesWhatAnEarlierLaunchHadSpooled() {
            state.accept(started(0, 0, 1));
            steps(0, 1, 100, 1);
            List<Event> spooled = new ArrayList<>();
            for (long number = 101; number <= 110; number++) {
                spooled.add(step(0, 0, number, 1));
            }
            state.accept(started(0, 0, 91));
            spooled.forEach(state::accept);
            steps(0, 91, 120, 2);
            assertEquals(new StepCounts(120, 0, 20, 0, 0, 0, 0, 0), counts());
        }

        @Test
        void takesBackTheEndAndTheCheckpointsBehind() {
            steps(0, 1, 100, 1);
            state.accept(new Checkpoint(new Origin("run", 0, 0, ++clock), 100));
            RunFinished end =
                    new RunFinished(new Origin("run", 0, 0, ++clock), RunFinished.Status.FAILED, "out of memory", 100);
            state.accept(end);
            assertNotNull(Snapshooter.of(state).finished());
            state.accept(started(0, 0, 51));
            assertNull(Snapshooter.of(state).finished());
            assertNull(Snapshooter.of(Stored.again(state)).finished());
            state.accept(end);
            assertNull(Snapshooter.of(state).finished(), "that was of the earlier launch");
            assertEquals(50, Snapshooter.of(state).lastCheckpoint());
        }

        @Test
        void countsByTheOrderOfArrivalWhereTheClockWasSetBack() {
            state.accept(started(0, 0, 1));
            steps(0, 1, 100, 1);
            state.accept(started(0, 0, 51));
            steps(0, 51, 100, 2);
            clock -= 5000;
            state.accept(started(0, 0, 51));
            steps(0, 51, 120, 3);
            assertEquals(new StepCounts(120, 0, 100, 0, 0, 0, 0, 0), counts());
        }
    }

    @Nested
    class StartsThatContradictEachOther {
        @Test
        void takeBackWhatTheySayAndNoMore() {
            state.accept(started(0, 0, 1));
            steps(0, 1, 3000, 1);
            state.accept(started(0, 0, 2001));
            assertEquals(2000, counts().accepted());
            state.accept(started(0, 0, 5));
            assertEquals(4, counts().accepted());
            state.accept(started(0, 0, 2001));
            steps(0, 5, 3000, 2);
            assertEquals(3000, counts().accepted());
            assertEquals(3000, inCurve(Snapshooter.of(state).curve()));
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 4})
        void leaveCountsAndCurveInAccordWhateverTheySay(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Stored.Written storage = new Stored.Written();
            RunState hostile = new RunState("run", DetectorSettings.defaults(), storage);
            long received = 0;
            for (int i = 0; i < 3000; i++) {
                int attempt = random.nextInt(3);
                int rank = random.nextInt(3);
                long at = 1 + random.nextLong(random.nextBoolean() ? 300 : 20_000);
                clock += random.nextInt(20) - 8;
                if (random.nextInt(10) == 0) {
                    hostile.accept(started(attempt, rank, at));
                } else if (random.nextInt(10) == 0) {
                    hostile.accept(new Checkpoint(new Origin("run", attempt, rank, clock), at));
                } else {
                    for (long number = at; number < at + 20; number++) {
                        hostile.accept(step(attempt, rank, number, 1));
                        received++;
                    }
                }
                hostile.save();
                if (random.nextInt(100) == 0) {
                    hostile = Stored.again(hostile);
                }
            }
            RunSnapshot run = Snapshooter.of(hostile);
            StepCounts counts = run.counts();
            assertEquals(received, counts.accepted() + counts.duplicate() + counts.superseded());
            assertEquals(counts.accepted(), inCurve(run.curve()));
            assertTrue(storage.largest() < 8 << 10, storage.largest() + " B");
            assertTrue(hostile.history.splits().size() <= History.MAX_SPLITS + 3);
        }
    }

    @Test
    void aCurveIsTheSameWhetherItsBucketsAreInPartsOrNot() {
        RunState plain = new RunState("run");
        for (long number = 1; number <= 20_000; number++) {
            Step step = step(0, 0, number, number % 97);
            plain.accept(step);
            state.accept(step);
            if (number % 37 == 0) {
                state.accept(new Checkpoint(new Origin("run", 0, 0, clock), number));
            }
        }
        Curve one = Snapshooter.of(plain).curve();
        Curve other = Snapshooter.of(state).curve();
        assertEquals(one.size(), other.size());
        for (int i = 0; i < one.size(); i++) {
            assertEquals(one.first(i), other.first(i));
            assertEquals(one.last(i), other.last(i));
            assertEquals(one.mean(Quantity.LOSS, i), other.mean(Quantity.LOSS, i), 1e-12);
            assertEquals(
                    one.standardError(Quantity.NEURAL_ENTROPY, i),
                    other.standardError(Quantity.NEURAL_ENTROPY, i),
                    1e-12);
        }
    }
}
