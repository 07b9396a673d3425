package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is lost without a word: what is dropped of known steps, whether it says the same, and what is taken of it. */
class DroppedStepsTest {
    private static RunSnapshot snapshotOf(List<? extends Event> events) {
        RunState state = new RunState("run");
        events.forEach(state::accept);
        return Snapshooter.of(state);
    }

    /** With a restart every few events. */
    private static RunSnapshot restarted(List<? extends Event> events) {
        HeapStorage storage = new HeapStorage();
        RunState state = new RunState("run", DetectorSettings.defaults(), storage);
        for (int i = 0; i < events.size(); i++) {
            state.accept(events.get(i));
            if (i % 61 == 0) {
                state.save();
                state = RunRecords.load("run", DetectorSettings.defaults(), storage);
            }
        }
        return Snapshooter.of(state);
    }

    private static StepCounts countsOf(List<? extends Event> events) {
        StepCounts counts = snapshotOf(events).counts();
        assertEquals(counts, restarted(events).counts(), "after restarts");
        return counts;
    }

    private static Step.Builder step(long step) {
        return Step.of(new Origin("run", 0, 0, 1_000 * step), step);
    }

    @Nested
    class SentAgain {
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void theSameEventsConflictWithNothing(long seed) {
            List<Event> events = new ArrayList<>(RandomRun.inOrder("run", seed));
            events.addAll(RandomRun.disordered(RandomRun.inOrder("run", seed), seed, 300));
            StepCounts counts = countsOf(events);
            assertTrue(counts.duplicate() > 1_000, counts.toString());
            assertEquals(0, counts.conflicting());
            assertEquals(0, counts.notFiniteDropped());
        }

        @Test
        void thoseThatAreNotFiniteDoNotEither() {
            List<Event> events = new ArrayList<>();
            for (int round = 0; round < 2; round++) {
                for (long t = 1; t <= 20_000; t++) {
                    double loss = t % 3 == 0 ? Double.NaN : t % 3 == 1 ? Double.POSITIVE_INFINITY : 1;
                    events.add(step(t).loss(loss)
                            .neuralEntropy(new Moments(loss, Double.NaN, 4))
                            .gradientNorm(loss)
                            .build());
                }
            }
            StepCounts counts = countsOf(events);
            assertEquals(20_000, counts.duplicate());
            assertEquals(0, counts.conflicting());
            assertEquals(0, counts.notFiniteDropped());
        }

        @Test
        void theMachineMayHaveTakenAnotherTime() {
            StepCounts counts = countsOf(List.of(
                    step(1).loss(1).seconds(0.1).energyJoules(3).build(),
                    step(1).loss(1).seconds(0.2).energyJoules(4).build()));
            assertEquals(1, counts.duplicate());
            assertEquals(0, counts.conflicting());
        }
    }

    @Nested
    class InConflict {
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void aCounterThatRestartsIsRecognisedAtEachStep(long seed) {
            StepCounts counts = countsOf(Situations.counterRestarts(seed));
            assertEquals(2000, counts.accepted());
            assertEquals(1500, counts.duplicate());
            assertEquals(1500, counts.conflicting());
        }

        @Test
        void alsoAfterManySteps() {
            List<Event> events = new ArrayList<>();
            for (long t = 1; t <= 200_000; t++) {
                events.add(step(t).loss(1.0 / t).build());
            }
            for (long t = 1; t <= 1_000; t++) {
                events.add(step(t).loss(2.0 / t).build());
            }
            assertEquals(1_000, snapshotOf(events).counts().conflicting(), "the first ones are all remembered");
            for (long t = 100_001; t <= 150_000; t++) {
                events.add(step(t).loss(2.0 / t).build());
            }
            long sampled = snapshotOf(events).counts().conflicting() - 1_000;
            assertTrue(sampled >= 50_000 / 256, "of the others one per cell: " + sampled);
            for (long t = 196_000; t <= 200_000; t++) {
                events.add(step(t).loss(2.0 / t).build());
            }
            assertEquals(4_001, snapshotOf(events).counts().conflicting() - 1_000 - sampled, "the last ones, too");
        }

        @Test
        void eachFurtherMicroBatchIs() {
            StepCounts counts = countsOf(Situations.microBatches(1));
            assertEquals(1500, counts.accepted());
            assertEquals(7 * 1500, counts.duplicate());
            assertEquals(7 * 1500, counts.conflicting());
        }

        @Test
        void eventsOfAnotherSpanCannotBeCompared() {
            StepCounts counts = countsOf(List.of(
                    step(1).loss(1).build(),
                    step(2).loss(2).build(),
                    step(2).span(2).loss(1.5).build()));
            assertEquals(2, counts.duplicate());
            assertEquals(0, counts.conflicting());
        }

        @Test
        void stepsOfALaterAttemptAreComparedWithItsOwn() {
            List<Event> events = new ArrayList<>();
            for (int attempt = 0; attempt < 2; attempt++) {
                for (long t = 1 + 50 * attempt; t <= 100; t++) {
                    Step step = Step.of(new Origin("run", attempt, 0, t), t)
                            .loss(attempt + 1.0 / t)
                            .build();
                    events.add(step);
                    events.add(step);
                }
            }
            StepCounts counts = countsOf(events);
            assertEquals(0, counts.conflicting());
        }
    }

    @Nested
    class NotFinite {
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void theOneOfFourProcessesThatDivergesIsSeenThoughAllSayRankZero(long seed) {
            List<Event> events = Situations.fourProcesses(seed, false);
            RunSnapshot run = snapshotOf(events);
            StepCounts counts = countsOf(events);
            assertEquals(2000, counts.accepted());
            assertEquals(3 * 2000, counts.conflicting());
            assertEquals(1000, counts.notFiniteDropped());
            assertEquals(TrainingState.DIVERGED, run.standing().state());
            assertEquals(
                    1001,
                    run.standing()
                            .changes()
                            .get(run.standing().changes().size() - 1)
                            .step());
            assertTrue(Double.isFinite(run.progress().loss()), "the curve is that of the first one");
        }

        @Test
        void whereWhatWasAcceptedIsNotRememberedItsBucketOfTheHistoryTells() {
            List<Event> events = new ArrayList<>();
            for (long t = 1; t <= 10_000; t++) {
                events.add(step(t).loss(1).build());
            }
            events.add(step(2_049).loss(Double.NaN).build());
            StepCounts counts = countsOf(events);
            assertEquals(1, counts.notFiniteDropped());
            assertEquals(1, counts.conflicting());
        }

        @Test
        void whatALaterAttemptSupersedesIsNoNews() {
            StepCounts counts = countsOf(List.of(
                    Step.of(new Origin("run", 1, 0, 1), 1).loss(1).build(),
                    step(1).loss(Double.NaN).build()));
            assertEquals(1, counts.superseded());
            assertEquals(0, counts.notFiniteDropped());
        }
    }

    @Nested
    class InParts {
        private List<Event> lossPerStepAndEntropiesPerSpan(int span, int steps) {
            List<Event> events = new ArrayList<>();
            for (int t = 1; t <= steps; t++) {
                events.add(step(t).samples(32).seconds(0.5).loss(1.0 / t).build());
                if (t % span == 0) {
                    events.add(step(t).span(span)
                            .neuralEntropy(new Moments(Situations.approach(t, 900), 1, 32))
                            .build());
                }
            }
            return events;
        }

        @ParameterizedTest(name = "entropies per {0} steps")
        @ValueSource(ints = {2, 10, 100, 1000})
        void lossPerStepAndEntropiesPerSpanAreBothTaken(int span) {
            List<Event> events = lossPerStepAndEntropiesPerSpan(span, 8_000);
            RunSnapshot run = snapshotOf(events);
            StepCounts counts = countsOf(events);
            assertEquals(8_000, counts.accepted());
            assertEquals(8_000, counts.completed());
            assertEquals(0, counts.duplicate());
            assertEquals(0, counts.missing());
            assertEquals(32 * 8_000, run.progress().samples());
            assertEquals(4_000, run.progress().seconds());
            assertEquals(2, run.progress().stepsPerSecond());
            assertTrue(run.neuralEntropy().value() > 590, run.neuralEntropy().toString());
            assertFalse(Double.isNaN(run.progress().loss()));
            assertEquals(8_000, steps(run));
            assertEquals(
                    span > 100 ? TrainingState.WARMING_UP : TrainingState.SATURATED,
                    run.standing().state());
        }

        private long steps(RunSnapshot run) {
            long steps = 0;
            for (int i = 0; i < run.curve().size(); i++) {
                steps += run.curve().steps(i);
            }
            return steps;
        }

        @Test
        void verdictsAreThoseOfTheSameNumbersInOneEventPerStep() {
            RunSnapshot parts = snapshotOf(lossPerStepAndEntropiesPerSpan(1, 8_000));
            List<Event> whole = new ArrayList<>();
            for (int t = 1; t <= 8_000; t++) {
                whole.add(step(t).samples(32)
                        .seconds(0.5)
                        .loss(1.0 / t)
                        .neuralEntropy(new Moments(Situations.approach(t, 900), 1, 32))
                        .build());
            }
            assertEquals(TrainingState.SATURATED, snapshotOf(whole).standing().state());
            assertEquals(
                    snapshotOf(whole).standing().capacity(), parts.standing().capacity());
            assertEquals(TrainingState.SATURATED, parts.standing().state());
        }

        @Test
        void entropiesThatComeLaterAreWaitedFor() {
            List<Event> late = new ArrayList<>();
            for (int t = 1; t <= 8_100; t++) {
                late.add(step(t).loss(1.0 / t).build());
                if (t > 100) {
                    late.add(step(t - 100)
                            .neuralEntropy(new Moments(Situations.approach(t - 100, 900), 1, 32))
                            .build());
                }
            }
            assertEquals(TrainingState.SATURATED, snapshotOf(late).standing().state());
        }

        @Test
        void whatIsKnownOfAnEventIsDroppedAndTheRestTaken() {
            RunSnapshot run = snapshotOf(List.of(
                    step(1).loss(1).samples(8).build(),
                    step(1).loss(2).samples(8).gradientNorm(3).build()));
            assertEquals(1, run.progress().loss());
            assertEquals(3, run.progress().gradientNorm());
            assertEquals(8, run.progress().samples());
            assertEquals(1, run.counts().accepted());
            assertEquals(1, run.counts().duplicate());
            assertEquals(1, run.counts().conflicting());
        }

        @Test
        void aSpanFillsTheStepsThatWereLost() {
            RunSnapshot run = snapshotOf(List.of(
                    step(1).loss(1).build(),
                    step(4).loss(1).build(),
                    step(4).span(4).neuralEntropy(new Moments(5, 1, 4)).build()));
            assertEquals(4, run.counts().accepted());
            assertEquals(2, run.counts().completed());
            assertEquals(0, run.counts().missing());
        }

        @Test
        void ofMoreRanksThanCanBeToldApartEachStepIsKnownInAllParts() {
            List<Event> events = new ArrayList<>();
            for (int rank = 0; rank <= Frontier.MAX_RANKS_BY_PARTS; rank++) {
                events.add(Step.of(new Origin("run", 0, rank, 1), 1).loss(1).build());
            }
            events.add(step(1).neuralEntropy(new Moments(2, 1, 4)).build());
            events.add(step(2).loss(1).build());
            events.add(step(2).neuralEntropy(new Moments(2, 1, 4)).build());
            StepCounts counts = countsOf(events);
            assertEquals(2, counts.duplicate());
            assertEquals(0, counts.completed());
        }

        @Test
        void eventsOfEverChangingPartsTakeBoundedRoom() {
            HeapStorage storage = new HeapStorage();
            RunState state = new RunState("run", DetectorSettings.defaults(), storage);
            SplittableRandom random = new SplittableRandom(1);
            for (long t = 1; t <= 20_000; t++) {
                Step.Builder step = step(t + random.nextInt(3) * 7);
                if (random.nextBoolean()) {
                    step.loss(1);
                }
                if (random.nextBoolean()) {
                    step.gradientNorm(1).samples(1 + random.nextInt(2));
                }
                if (random.nextBoolean()) {
                    step.neuralEntropy(new Moments(1, 1, 1)).learningRate(1);
                }
                if (random.nextBoolean()) {
                    step.learnedEntropy(new Moments(1, 1, 1)).seconds(1);
                }
                if (random.nextBoolean()) {
                    step.energyJoules(1).gpuMemoryBytes(1);
                }
                state.accept(step.build());
            }
            state.save();
            long[] sizes = new long[2];
            storage.scan(RecordKey.Kind.STEPS, 0, Long.MAX_VALUE, (index, bytes) -> {
                sizes[0]++;
                sizes[1] = Math.max(sizes[1], bytes.length);
            });
            assertTrue(sizes[0] <= 32, sizes[0] + " records");
            assertTrue(sizes[1] <= RankSteps.MAX_RECORD_BYTES, sizes[1] + " bytes");
        }

        @Test
        void eachPartCountsOnceWhateverTheOrder() {
            Step loss = step(1).loss(1).build();
            Step neural = step(1).neuralEntropy(new Moments(2, 1, 4)).build();
            Step learned = step(1).learnedEntropy(new Moments(3, 1, 4)).build();
            RunSnapshot run = snapshotOf(List.of(learned, neural, loss, neural, loss, learned));
            assertEquals(1, run.counts().accepted());
            assertEquals(2, run.counts().completed());
            assertEquals(3, run.counts().duplicate());
            assertEquals(0, run.counts().conflicting());
            assertEquals(2, run.neuralEntropy().value());
            assertEquals(3, run.learnedEntropy().value());
            assertEquals(1, run.progress().loss());
        }
    }

    @Nested
    class SparseLogging {
        @ParameterizedTest(name = "every {0}")
        @ValueSource(ints = {10, 500})
        void isNothingMissing(int every) {
            assertEquals(
                    0,
                    countsOf(Situations.sparseLogging(1, "run", every, false, 0))
                            .missing());
            assertEquals(
                    0,
                    countsOf(Situations.sparseLogging(1, "run", every, false, -1))
                            .missing());
            assertEquals(
                    0,
                    countsOf(Situations.sparseLogging(1, "run", every, true, 0)).missing());
        }

        @Test
        void ranksThatLogInTurnsAreNotSilent() {
            List<Event> events = new ArrayList<>();
            for (long t = 500; t <= 10_000; t += 500) {
                events.add(step(t).loss(1).build());
                if (t < 10_000) {
                    events.add(Step.of(new Origin("run", 0, 1, t), t).loss(1).build());
                }
            }
            assertFalse(snapshotOf(events).ranks().get(1).silent());
        }
    }

    @Nested
    class GradientNorms {
        @Test
        void thatAreNotFiniteAreLeftOutOfTheMeanAndCounted() {
            RunSnapshot run = snapshotOf(Situations.gradientNormNaN(1));
            assertEquals(1.5, run.progress().gradientNorm(), 0.05);
            // steps 3,200, 3,600 and 4,000 of the window's 1,024 or less
            assertEquals(3.0 / 1_000, run.progress().gradientNormNotFinite(), 0.0005);
            int last = run.curve().size() - 1;
            // the last one holds step 4,000 alone
            for (int i = 0; i < last; i++) {
                double norm = run.curve().mean(Quantity.GRADIENT_NORM, i);
                boolean noneWas = run.curve().last(i) <= 40;
                assertEquals(noneWas, !Double.isFinite(norm), "bucket " + i + ": " + norm);
            }
        }

        @Test
        void thatAreGoneForGoodAreAShareOfOne() {
            RunSnapshot run = snapshotOf(Situations.dead(1, true));
            assertEquals(1, run.progress().gradientNormNotFinite());
            assertTrue(Double.isNaN(run.progress().gradientNorm()));
        }

        @Test
        void whereNoneIsSentThereIsNoShare() {
            assertTrue(Double.isNaN(
                    snapshotOf(List.of(step(1).loss(1).build())).progress().gradientNormNotFinite()));
        }
    }
}
