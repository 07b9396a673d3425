package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunStateTest {
    private static RunSnapshot snapshotOf(Iterable<? extends Event> events) {
        RunState state = new RunState("run");
        events.forEach(state::accept);
        return Snapshooter.of(state);
    }

    private static Step step(int attempt, int rank, long step, double entropy) {
        return Step.of(new Origin("run", attempt, rank, step), step)
                .neuralEntropy(new Moments(entropy, 1, 4))
                .build();
    }

    private static RunStarted started(int attempt, long firstStep) {
        return RunStarted.of(new Origin("run", attempt, 0, 0))
                .firstStep(firstStep)
                .build();
    }

    private static Evaluation heldOut(long step, Moments learned) {
        return new Evaluation(
                new Origin("run", 0, 0, 1),
                step,
                "held-out",
                null,
                learned,
                null,
                Absent.NUMBER,
                Absent.NUMBER,
                null,
                null,
                null);
    }

    /** Equal to the last digits: sums are taken in another order. */
    private static void assertClose(double expected, double actual, String what) {
        assertEquals(expected, actual, Math.abs(expected) * 1e-12 + 1e-300, what);
    }

    @Nested
    class ACoarseCurve {
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void holdsTheSameSumsAsTheFineOneInFewerBuckets(long seed) {
            Curve fine = snapshotOf(RandomRun.inOrder("run", seed)).curve();
            Curve coarse = fine.coarse(16);
            assertTrue(coarse.size() < fine.size() / 4, coarse.size() + " of " + fine.size());
            int from = 0;
            for (int i = 0; i < coarse.size(); i++) {
                int to = from;
                long steps = 0;
                long samples = 0;
                double smallest = Double.POSITIVE_INFINITY;
                double largest = Double.NEGATIVE_INFINITY;
                while (to < fine.size() && fine.last(to) <= coarse.last(i)) {
                    steps += fine.steps(to);
                    samples += fine.samples(to);
                    smallest = Math.min(smallest, fine.minimum(Quantity.LOSS, to));
                    largest = Math.max(largest, fine.maximum(Quantity.LOSS, to));
                    to++;
                }
                assertEquals(fine.first(from), coarse.first(i));
                assertEquals(fine.last(to - 1), coarse.last(i));
                assertEquals(steps, coarse.steps(i));
                assertEquals(samples, coarse.samples(i));
                assertEquals(smallest, coarse.minimum(Quantity.LOSS, i));
                assertEquals(largest, coarse.maximum(Quantity.LOSS, i));
                double weighted = 0;
                for (int j = from; j < to; j++) {
                    weighted += fine.samples(j) * fine.mean(Quantity.LOSS, j);
                }
                assertClose(weighted / samples, coarse.mean(Quantity.LOSS, i), "loss");
                from = to;
            }
            assertEquals(fine.size(), from);
        }

        @Test
        void hasTheErrorOfAllItsSteps() {
            List<Event> events = new ArrayList<>();
            for (int i = 1; i <= 1_000; i++) {
                events.add(step(0, 0, i, i));
            }
            Curve coarse = snapshotOf(events).curve().coarse(16);
            int last = coarse.size() - 1;
            assertEquals(992, coarse.first(last));
            assertEquals(996, coarse.mean(Quantity.NEURAL_ENTROPY, last), 1e-12);
            assertClose(1 / Math.sqrt(9 * 4), coarse.standardError(Quantity.NEURAL_ENTROPY, last), "error");
        }

        @Test
        void countsTheTimeOfOneRankAndTheSamplesOfAll() {
            List<Event> events = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                for (int rank = 0; rank < 2; rank++) {
                    events.add(Step.of(new Origin("run", 0, rank, i), i)
                            .samples(8)
                            .seconds(0.25)
                            .build());
                }
            }
            Curve curve = snapshotOf(events).curve();
            assertEquals(16, curve.samples(3));
            assertEquals(0.25, curve.seconds(3));
        }
    }

    @Nested
    class EqualsABatchRecomputationOverTheSetOfAcceptedEvents {
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
        void inOrder(long seed) {
            List<Event> events = RandomRun.inOrder("run", seed);
            assertEqualsBatch(events, snapshotOf(events));
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
        void inAnotherOrder(long seed) {
            List<Event> events = RandomRun.disordered(RandomRun.inOrder("run", seed), seed, 200);
            assertEqualsBatch(events, snapshotOf(events));
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 4})
        void eachEventTwice(long seed) {
            List<Event> events = new ArrayList<>();
            for (Event event : RandomRun.inOrder("run", seed)) {
                events.add(event);
                events.add(event);
            }
            assertEqualsBatch(events, snapshotOf(events));
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 4, 5, 6})
        void inParts(long seed) {
            List<Event> events = RandomRun.inParts(RandomRun.inOrder("run", seed), seed);
            assertEqualsBatch(events, snapshotOf(events));
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 4, 5, 6})
        void inPartsAcrossRestarts(long seed) {
            List<Event> events = RandomRun.inParts(RandomRun.inOrder("run", seed), seed);
            HeapStorage storage = new HeapStorage();
            RunState state = new RunState("run", DetectorSettings.defaults(), storage);
            for (int i = 0; i < events.size(); i++) {
                state.accept(events.get(i));
                if (i % 97 == 0) {
                    state.save();
                    state = RunRecords.load("run", DetectorSettings.defaults(), storage);
                }
            }
            assertEqualsBatch(events, Snapshooter.of(state));
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 4, 5, 6})
        void countsConflictsOfALaunch(long seed) {
            // what was said of steps that were taken back later stays counted
            List<Event> events = RandomRun.inParts(RandomRun.inOrder("run", seed), seed).stream()
                    .filter(event -> event.origin().time() < RandomRun.SECOND_LAUNCH)
                    .toList();
            long conflicts = BatchRecomputation.of(events).conflicting();
            assertTrue(conflicts > 0, conflicts + " conflicts");
            assertEquals(conflicts, snapshotOf(events).counts().conflicting());
        }

        private void assertEqualsBatch(List<Event> events, RunSnapshot run) {
            BatchRecomputation batch = BatchRecomputation.of(events);
            assertEquals(batch.step(), run.step());
            assertEquals(batch.accepted(), run.counts().accepted());
            assertEquals(batch.missing(), run.counts().missing());
            assertEquals(
                    batch.received(),
                    run.counts().received() + run.counts().completed(),
                    "received = accepted + duplicate + superseded, and apart from it completed");
            double[] neural = batch.window(Step::neuralEntropy);
            assertClose(neural[0], run.neuralEntropy().value(), "S_NN");
            assertClose(neural[1], run.neuralEntropy().standardError(), "error of S_NN");
            double[] learned = batch.window(Step::learnedEntropy);
            assertClose(learned[0], run.learnedEntropy().value(), "S_lin");
            assertClose(learned[1], run.learnedEntropy().standardError(), "error of S_lin");
            assertClose(batch.windowBySamples(Step::loss), run.progress().loss(), "loss");
            assertClose(
                    batch.windowBySamples(Step::gradientNorm), run.progress().gradientNorm(), "gradient norm");
            assertClose(batch.windowStepsPerSecond(), run.progress().stepsPerSecond(), "steps per second");
            double[] slope = batch.windowSlope();
            assertEquals(slope[0], run.measures().absorption().value(), 1e-9, "slope");
            assertEquals(slope[1], run.measures().absorption().standardError(), 1e-9, "error of the slope");
            assertCurveEquals(batch.history(), run.curve());
            assertGapEquals(batch, events);
        }

        private void assertGapEquals(BatchRecomputation batch, List<Event> events) {
            for (long at : new long[] {1, batch.step() / 2, batch.step()}) {
                List<Event> evaluated = new ArrayList<>(events);
                evaluated.add(heldOut(at, new Moments(0.25, 4, 16)));
                double[] then = BatchRecomputation.mean(batch.around(at), Step::learnedEntropy);
                Estimate gap = snapshotOf(evaluated).measures().heldOutGap();
                assertClose(then[0] - 0.25, gap.value(), "gap at " + at);
                assertClose(Math.hypot(then[1], 0.5), gap.standardError(), "error of the gap at " + at);
            }
        }

        private void assertCurveEquals(TreeMap<Long, List<Step>> expected, Curve curve) {
            assertEquals(expected.size(), curve.size());
            int i = 0;
            for (List<Step> bucket : expected.values()) {
                assertEquals(bucket.size(), curve.steps(i));
                assertEquals(bucket.stream().mapToLong(Step::step).min().orElseThrow(), curve.first(i));
                assertEquals(bucket.stream().mapToLong(Step::step).max().orElseThrow(), curve.last(i));
                double[] mean = BatchRecomputation.mean(bucket, Step::neuralEntropy);
                assertClose(mean[0], curve.mean(Quantity.NEURAL_ENTROPY, i), "mean of a bucket");
                assertClose(mean[1], curve.standardError(Quantity.NEURAL_ENTROPY, i), "error of a bucket");
                double highest = bucket.stream()
                        .map(Step::loss)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
                assertEquals(highest, curve.maximum(Quantity.LOSS, i));
                i++;
            }
        }
    }

    @Nested
    class StoredRecords {
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 4, 5, 6})
        void restoreTheSameRunAfterAnyEvent(long seed) {
            List<Event> events = new ArrayList<>(RandomRun.inOrder("run", seed));
            events.add(new Checkpoint(new Origin("run", 0, 0, 5), 64));
            events.add(evaluation(0, 10, "held-out"));
            events.add(new RunFinished(new Origin("run", 0, 0, 9), RunFinished.Status.FAILED, "out of memory", 12));
            RunState state = new RunState("run");
            Random random = new Random(seed);
            for (Event event : events) {
                state.accept(event);
                state.save();
                if (random.nextInt(700) == 0) {
                    state = Stored.again(state);
                }
            }
            RunState restored = Stored.again(state);
            RunState plain = new RunState("run");
            events.forEach(plain::accept);
            Map<RecordKey, byte[]> stored = Stored.records(restored);
            assertEquals(Stored.records(plain).keySet(), stored.keySet(), "no record is left behind");
            Stored.records(plain).forEach((key, bytes) -> assertArrayEquals(bytes, stored.get(key), key.toString()));
            assertEquals(
                    Snapshooter.of(plain).counts(), Snapshooter.of(restored).counts());
            assertEquals(
                    Snapshooter.of(plain).progress(), Snapshooter.of(restored).progress());
        }

        @Test
        void ofAllStepsInABatchAreWrittenOnce() {
            double[] loss = new double[100];
            Stored.Written storage = new Stored.Written();
            RunState state = new RunState("run", DetectorSettings.defaults(), storage);
            state.accept(new Steps(
                    new Origin("run", 0, 0, 1),
                    1025,
                    loss.length,
                    null,
                    loss,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
            state.save();
            List<RecordKey> written = storage.keys;
            List<RecordKey> expected =
                    new ArrayList<>(List.of(RecordKey.HEAD, RecordKey.attempt(0), RecordKey.steps(0, 0, 0)));
            for (long first = 1024; first <= 1124; first += 8) {
                expected.add(new RecordKey(RecordKey.Kind.HISTORY, first));
            }
            // parts of buckets, behind round steps
            for (long first = 1041; first <= 1121; first += 20) {
                expected.add(new RecordKey(RecordKey.Kind.HISTORY, first));
            }
            for (long first = 1025; first <= 1124; first += NewestSteps.PAGE_STEPS) {
                expected.add(new RecordKey(RecordKey.Kind.NEWEST, first));
            }
            for (long first = 1025; first <= 1124; first += 32) {
                expected.add(new RecordKey(RecordKey.Kind.WINDOW, first));
            }
            expected.add(RecordKey.SPLITS);
            expected.add(RecordKey.WATCH);
            for (long step = 1025; step <= 1124; step++) {
                expected.add(AcceptedContent.recentKey(0, step));
                expected.add(AcceptedContent.cellKey(0, step));
            }
            for (long closed = 1024; closed <= 1088; closed += 32) {
                expected.add(new RecordKey(RecordKey.Kind.WATCH, closed));
            }
            assertEquals(Set.copyOf(expected), Set.copyOf(written));
            assertEquals(Set.copyOf(expected).size(), written.size());
        }
    }

    @Nested
    class Attempts {
        @Test
        void stepsBeforeAnyRunStartedAreAccepted() {
            RunSnapshot run = snapshotOf(List.of(step(0, 0, 4096, 7)));
            assertNull(run.about());
            assertEquals(4096, run.step());
            assertEquals(7, run.neuralEntropy().value());
        }

        @Test
        void whoseRunBeganEarlierMissTheStepsBefore() {
            RunSnapshot run = snapshotOf(List.of(step(0, 0, 4096, 7), step(0, 0, 4097, 7)));
            assertEquals(4095, run.counts().missing());
        }

        @Test
        void aLaterAttemptSupersedesFromItsFirstStepOnAlsoWhatComesLater() {
            RunSnapshot run = snapshotOf(List.of(
                    started(0, 1),
                    step(0, 0, 1, 10),
                    step(0, 0, 2, 20),
                    step(0, 0, 3, 30),
                    started(1, 3),
                    step(0, 0, 4, 40),
                    step(1, 0, 3, 33)));
            assertEquals(1, run.attempt());
            assertEquals(3, run.step());
            assertEquals(3, run.counts().accepted());
            assertEquals(2, run.counts().superseded());
            assertEquals(0, run.counts().missing());
            assertEquals(33, run.curve().mean(Quantity.NEURAL_ENTROPY, 2));
        }

        @Test
        void aLateStepOfAnEarlierAttemptBelowTheResumptionFillsItsGap() {
            RunSnapshot run = snapshotOf(List.of(
                    started(0, 1),
                    step(0, 0, 1, 10),
                    step(0, 0, 3, 30),
                    started(1, 4),
                    step(1, 0, 4, 40),
                    step(0, 0, 2, 20)));
            assertEquals(4, run.counts().accepted());
            assertEquals(1, run.counts().late());
            assertEquals(0, run.counts().missing());
        }

        @Test
        void anAttemptWhoseStartWasNotHeardStartsAtItsLowestStep() {
            RunSnapshot run = snapshotOf(List.of(
                    step(0, 0, 1, 1), step(0, 0, 2, 2), step(0, 0, 3, 3), step(1, 0, 3, 33), step(1, 0, 2, 22)));
            assertEquals(3, run.counts().accepted());
            assertEquals(2, run.counts().superseded());
            assertEquals(22, run.curve().mean(Quantity.NEURAL_ENTROPY, 1));
        }

        @Test
        void aHistoryBucketThatStraddlesTheResumptionKeepsWhatCameBefore() {
            List<Event> events = new ArrayList<>();
            events.add(started(0, 1));
            for (long step = 1; step <= 600; step++) {
                events.add(step(0, 0, step, 1));
            }
            // steps 512-515 share a bucket
            events.add(started(1, 515));
            events.add(step(1, 0, 515, 2));
            RunSnapshot run = snapshotOf(events);
            assertEquals(0, run.counts().missing());
            assertEquals(515, run.counts().accepted());
            assertEquals(86, run.counts().superseded());
            int newest = run.curve().size() - 1;
            assertEquals(4, run.curve().steps(newest));
            assertEquals(1.25, run.curve().mean(Quantity.NEURAL_ENTROPY, newest));
        }

        @Test
        void anEndThatALaterAttemptTookBackDoesNotCount() {
            RunFinished failed = new RunFinished(new Origin("run", 0, 0, 9), RunFinished.Status.FAILED, null, 1);
            assertEquals(
                    RunFinished.Status.FAILED,
                    snapshotOf(List.of(step(0, 0, 1, 1), failed)).finished().status());
            assertNull(
                    snapshotOf(List.of(step(0, 0, 1, 1), failed, started(1, 2))).finished());
        }

        @Test
        void anySenderMayCountAttemptsUpWithoutGrowingTheState() {
            RunState state = new RunState("run");
            for (int attempt = 0; attempt < 3 * Frontier.MAX_ATTEMPTS; attempt++) {
                state.accept(step(attempt, 0, attempt + 1, 1));
            }
            assertEquals(
                    3 * Frontier.MAX_ATTEMPTS, Snapshooter.of(state).counts().accepted());
            assertTrue(state.frontier.allRanks() <= Frontier.MAX_ATTEMPTS);
        }
    }

    @Nested
    class RanksAndSpans {
        @Test
        void ranksOfAStepMergeByCount() {
            Step small = Step.of(new Origin("run", 0, 0, 0), 1)
                    .neuralEntropy(new Moments(10, 1, 1))
                    .build();
            Step large = Step.of(new Origin("run", 0, 1, 0), 1)
                    .neuralEntropy(new Moments(20, 1, 3))
                    .build();
            RunSnapshot run = snapshotOf(List.of(small, large));
            assertEquals(17.5, run.neuralEntropy().value());
            assertEquals(2, run.ranks().size());
        }

        @Test
        void aSilentRankShowsByItsStep() {
            RunSnapshot run =
                    snapshotOf(List.of(step(0, 0, 1, 1), step(0, 1, 1, 1), step(0, 0, 2, 1), step(0, 0, 3, 1)));
            assertEquals(3, run.ranks().get(0).step());
            assertEquals(1, run.ranks().get(1).step());
        }

        private List<String> named(List<Event> events) {
            return snapshotOf(events).ranks().stream()
                    .map(rank -> rank.rank() + (rank.silent() ? " silent" : "") + (rank.diverged() ? " diverged" : ""))
                    .toList();
        }

        private List<Event> ranks(int steps, int stepsOfRankOne, int badStepOfRankOne) {
            List<Event> events = new ArrayList<>();
            for (int t = 1; t <= steps; t++) {
                events.add(lossOf(0, t, 1));
                if (t <= stepsOfRankOne) {
                    events.add(lossOf(1, t, t == badStepOfRankOne ? Double.NaN : 1));
                }
            }
            return events;
        }

        private Step lossOf(int rank, long step, double loss) {
            return Step.of(new Origin("run", 0, rank, step), step).loss(loss).build();
        }

        @Test
        void aRankThatIsMoreThanTheSettingBehindIsNamedAsSilentUntilItCatchesUp() {
            assertEquals(List.of("0", "1"), named(ranks(164, 100, 0)));
            assertEquals(List.of("0", "1 silent"), named(ranks(165, 100, 0)));
            List<Event> events = ranks(165, 100, 0);
            events.add(lossOf(1, 101, 1));
            assertEquals(List.of("0", "1"), named(events));
        }

        @Test
        void aRankThatAloneIsNotFiniteIsNamedUntilItHasBeenFiniteForAsLong() {
            assertEquals(List.of("0", "1 diverged"), named(ranks(100, 100, 37)));
            assertEquals(List.of("0", "1"), named(ranks(101, 101, 37)));
        }

        @Test
        void ranksThatAreAllNotFiniteAreTheRunsMatter() {
            assertEquals(List.of("0", "1"), named(List.of(lossOf(0, 1, Double.NaN), lossOf(1, 1, Double.NaN))));
            assertEquals(List.of("0"), named(List.of(lossOf(0, 1, Double.NaN))));
        }

        @Test
        void whatStandsOutIsTheSameInAnotherOrderAndAfterARestart() {
            List<Event> events = ranks(300, 100, 90);
            List<String> expected = List.of("0", "1 silent diverged");
            assertEquals(expected, named(events));
            Collections.shuffle(events, new Random(1));
            assertEquals(expected, named(events));
            RunState state = new RunState("run");
            events.forEach(state::accept);
            RunState restored = Stored.again(state);
            assertEquals(Snapshooter.of(state).ranks(), Snapshooter.of(restored).ranks());
        }

        @Test
        void aNewAttemptStartsAfresh() {
            List<Event> events = ranks(300, 100, 90);
            events.add(Step.of(new Origin("run", 1, 0, 0), 301).loss(1).build());
            events.add(Step.of(new Origin("run", 1, 1, 0), 301).loss(1).build());
            assertEquals(List.of("0", "1"), named(events));
        }

        @Test
        void aSpanSeenInPartIsRefusedWhole() {
            Step span = Step.of(new Origin("run", 0, 0, 0), 4)
                    .span(3)
                    .neuralEntropy(new Moments(9, 1, 1))
                    .build();
            RunSnapshot run = snapshotOf(List.of(step(0, 0, 3, 1), span));
            assertEquals(1, run.counts().accepted());
            assertEquals(3, run.counts().duplicate());
            assertEquals(1, run.neuralEntropy().value());
        }

        @Test
        void aSpanThatReachesIntoALaterAttemptIsDroppedWholeAndItsOtherStepsGoMissing() {
            Step span = Step.of(new Origin("run", 0, 0, 0), 4).span(3).loss(1).build();
            RunSnapshot run = snapshotOf(List.of(step(0, 0, 1, 1), span, started(1, 3), step(1, 0, 3, 1)));
            assertEquals(2, run.counts().accepted());
            assertEquals(3, run.counts().superseded());
            assertEquals(1, run.counts().missing());
        }
    }

    @Nested
    class WhatFollows {
        @Test
        void efficiencyAndRatiosUseTheTotalOfTheLatestAttempt() {
            RunStarted about = RunStarted.of(new Origin("run", 0, 0, 0))
                    .parameters(1000)
                    .plannedSteps(10)
                    .totalEntropy(new EntropyEstimate(100, 2, "monte-carlo"))
                    .gaussianEntropy(new EntropyEstimate(30, Double.NaN, "analytic"))
                    .build();
            Step step = Step.of(new Origin("run", 0, 0, 0), 1)
                    .samples(8)
                    .seconds(0.5)
                    .energyJoules(4)
                    .neuralEntropy(new Moments(50, 4, 4))
                    .learnedEntropy(new Moments(40, 1, 4))
                    .build();
            RunSnapshot run = snapshotOf(List.of(about, step));
            assertEquals(0.5, run.measures().encodingEfficiency().value());
            assertEquals(
                    Math.hypot(0.01, 0.01), run.measures().encodingEfficiency().standardError(), 1e-15);
            assertEquals(0.4, run.measures().learnedRatio());
            assertEquals(60, run.measures().informationGap());
            assertEquals(10, run.measures().beyondGaussian());
            assertEquals(0.9, run.measures().outputScale());
            assertEquals(12.5, run.measures().natsPerJoule());
            assertEquals(0.05 / Math.log(2), run.measures().bitsPerParameter(), 1e-15);
            assertEquals(2, run.progress().stepsPerSecond());
            assertEquals(16, run.progress().samplesPerSecond());
            assertEquals(4.5, run.progress().etaSeconds());
        }

        @Test
        void ratesFallBackToTheTimesOfEvents() {
            List<Event> events = new ArrayList<>();
            for (long step = 1; step <= 101; step++) {
                events.add(Step.of(new Origin("run", 0, 0, 20 * step), step)
                        .loss(1)
                        .build());
            }
            assertEquals(50, snapshotOf(events).progress().stepsPerSecond(), 1e-12);
        }

        @Test
        void energyAndTimeThatNoStepStatesAreUnknownNotZero() {
            RunSnapshot run = snapshotOf(List.of(step(0, 0, 1, 1)));
            assertEquals(Double.NaN, run.progress().energyJoules());
            assertEquals(Double.NaN, run.progress().seconds());
            assertEquals(Double.NaN, run.measures().natsPerJoule());
        }

        @Test
        void ofEvaluationsTheNewestOfEachSplitIsKept() {
            RunSnapshot run = snapshotOf(
                    List.of(evaluation(0, 20, "held-out"), evaluation(0, 10, "held-out"), evaluation(0, 5, "train")));
            assertEquals(2, run.evaluations().size());
            assertEquals(20, run.evaluations().get(0).step());
        }

        @Test
        void aDivergedLossIsDataAndLeavesWithTheWindow() {
            List<Event> events = new ArrayList<>();
            events.add(Step.of(new Origin("run", 0, 0, 0), 1)
                    .samples(1)
                    .loss(Double.NaN)
                    .build());
            for (long step = 2; step <= 1024; step++) {
                events.add(Step.of(new Origin("run", 0, 0, 0), step)
                        .samples(1)
                        .loss(1)
                        .build());
            }
            assertTrue(Double.isNaN(snapshotOf(events).progress().loss()));
            events.add(
                    Step.of(new Origin("run", 0, 0, 0), 1025).samples(1).loss(1).build());
            assertEquals(1, snapshotOf(events).progress().loss());
        }
    }

    private static Evaluation evaluation(int attempt, long step, String split) {
        return new Evaluation(
                new Origin("run", attempt, 0, 0),
                step,
                split,
                new Moments(1, 1, 1),
                null,
                null,
                io.neuralentropy.events.Absent.NUMBER,
                io.neuralentropy.events.Absent.NUMBER,
                null,
                null,
                null);
    }
}
