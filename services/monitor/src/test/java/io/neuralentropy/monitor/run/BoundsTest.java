package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Checkpoint;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.events.Steps;
import io.neuralentropy.events.codec.Decoded;
import io.neuralentropy.events.codec.EventCodec;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of a run's state whatever arrives: records of bounded size, bounded work, counts that add up. */
class BoundsTest {
    private final Stored.Written storage = new Stored.Written();
    private final RunState state = new RunState("run", DetectorSettings.defaults(), storage);
    private long received;
    private long superseded;

    private static Step step(int attempt, int rank, long number) {
        return Step.of(new Origin("run", attempt, rank, 1000 * number), number)
                .samples(32)
                .loss(1.0 / number)
                .neuralEntropy(new Moments(Math.log(number), 1, 32))
                .build();
    }

    private static RunStarted started(int attempt, long firstStep) {
        return RunStarted.of(new Origin("run", attempt, 0, 0))
                .firstStep(firstStep)
                .build();
    }

    private Intake send(Event event) {
        Intake intake = state.accept(event);
        state.save();
        received += event instanceof Step one ? one.span() : event instanceof Steps several ? several.size() : 0;
        superseded += intake.superseded();
        return intake;
    }

    private void assertCountsAddUp() {
        for (RunState same : new RunState[] {state, RunRecords.load("run", DetectorSettings.defaults(), storage)}) {
            StepCounts counts = Snapshooter.of(same).counts();
            assertEquals(received, counts.accepted() + counts.duplicate() + counts.superseded(), counts.toString());
            assertEquals(superseded, counts.superseded());
            assertTrue(counts.accepted() >= 0 && counts.missing() >= 0, counts.toString());
        }
    }

    @Nested
    class MoreAttemptsThanAreKeptApart {
        @Test
        void aLateStepOfAFoldedAttemptIsSuperseded() {
            for (int attempt = 0; attempt <= Frontier.MAX_ATTEMPTS; attempt++) {
                send(started(attempt, 10L * attempt + 1));
                send(step(attempt, 0, 10L * attempt + 1));
            }
            assertEquals(new Intake(0, 0, 0, 1), send(step(0, 0, 5)));
            assertEquals(new Intake(0, 0, 0, 1), send(step(0, 0, 1)));
            send(started(0, 3));
            assertEquals(new Intake(1, 1, 0, 0), send(step(2, 0, 21 + 1)).plus(new Intake(0, 1, 0, 0)));
            assertCountsAddUp();
        }

        @Test
        void ofManyRanksOldAttemptsAreFoldedEarlier() {
            for (int attempt = 0; attempt < 10; attempt++) {
                for (int rank = 0; rank < 4096; rank++) {
                    send(step(attempt, rank, 100L * attempt + 1));
                }
            }
            assertTrue(state.frontier.allRanks() <= Frontier.MAX_RANKS + 4096, "" + state.frontier.allRanks());
            assertEquals(4096, Snapshooter.of(state).ranks().size());
            assertCountsAddUp();
        }
    }

    @Nested
    class GapsBeyondTheBound {
        @Test
        void aRunThatLogsEveryTenthStepAndResumesKeepsItsCounts() {
            for (long step = 10; step <= 30_000; step += 10) {
                send(step(0, 0, step));
            }
            send(started(1, 5001));
            for (long step = 5010; step <= 6000; step += 10) {
                send(step(1, 0, step));
            }
            StepCounts counts = Snapshooter.of(state).counts();
            assertEquals(500 + 100, counts.accepted());
            assertEquals(2500, counts.superseded());
            assertCountsAddUp();
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 4, 5, 6})
        void theCountsAddUpWhateverIsMissing(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            long step = 0;
            int attempt = 0;
            for (int i = 0; i < 12_000; i++) {
                step += 1 + random.nextInt(random.nextInt(10) == 0 ? 500 : 3);
                if (random.nextInt(3000) == 0) {
                    step = 1 + random.nextLong(step);
                    send(started(++attempt, step));
                }
                send(step(attempt, random.nextInt(2), step));
                if (random.nextInt(50) == 0) {
                    send(step(random.nextInt(attempt + 1), random.nextInt(2), 1 + random.nextLong(step)));
                }
            }
            assertCountsAddUp();
        }
    }

    @Nested
    class RecordsAndWork {
        @Test
        void aThousandRunsOfAMillionStepsFitIntoTheirShareOfTheHeap() {
            for (long end = 1; end <= 1_000_000; end += Math.max(1, end / 100)) {
                int span = (int) Math.min(Step.MAX_SPAN, Math.max(1, (end - 1) / 101));
                send(Step.of(new Origin("run", 0, 0, end), end)
                        .span(span)
                        .loss(1)
                        .neuralEntropy(new Moments(1, 1, 32))
                        .build());
            }
            // a quarter of the 512 MiB of the stack's heap, over a thousand runs
            assertTrue(state.heapBytes() < 128 << 10, state.heapBytes() + " B");
            long loaded =
                    RunRecords.load("run", DetectorSettings.defaults(), storage).heapBytes();
            assertTrue(loaded < 128 << 10, loaded + " B");
        }

        @Test
        void noRecordExceedsItsBoundWithAllBoundsAtOnce() {
            SplittableRandom random = new SplittableRandom(7);
            long[] reached = new long[1024];
            for (int i = 0; i < 400_000; i++) {
                int rank = random.nextInt(1024);
                reached[rank] += 1 + random.nextInt(100);
                int attempt = i / 40_000;
                send(step(attempt, rank, 2_000_000L * attempt + 1 + reached[rank]));
            }
            assertTrue(storage.largest() <= RunRecords.MAX_BYTES, "longest record: " + storage.largest());
            int most = Math.max(Frontier.MAX_ENTRIES, 16 * state.frontier.allRanks());
            assertTrue(state.frontier.entries() <= most, state.frontier.entries() + " of " + most);
            assertCountsAddUp();
        }

        @ParameterizedTest(name = "{0} ranks")
        @ValueSource(ints = {1, 64, 1024})
        void whatAnEventWritesDoesNotDependOnTheNumberOfRanks(int ranks) {
            for (long step = 1; step <= 40; step++) {
                for (int rank = 0; rank < ranks; rank++) {
                    send(step(0, rank, 10 * step));
                }
            }
            storage.drainBytes();
            for (int rank = 0; rank < ranks; rank++) {
                send(step(0, rank, 410));
            }
            long perEvent = storage.drainBytes() / ranks;
            assertTrue(perEvent < 2500, perEvent + " B per event");
        }

        @Test
        void aClientThatNumbersInJumpsCostsTheChangelogLittle() {
            long step = 0;
            long bytes = 0;
            RunState jumping = new RunState("run", DetectorSettings.defaults(), storage);
            for (int i = 1; i <= 20_000; i++) {
                step += 10;
                jumping.accept(step(0, 0, step));
                if (i % 25 == 0) {
                    jumping.save();
                    bytes += storage.drainBytes();
                }
            }
            assertTrue(bytes / 20_000 <= 500, bytes / 20_000 + " B per event");
        }
    }

    @Nested
    class EventsThatGrowWhenTheyAreWrittenAnew {
        @Test
        void comeBackFromTheStore() {
            StringBuilder numbers = new StringBuilder();
            for (int i = 0; i < 5800; i++) {
                numbers.append(",\"n").append(i).append("\":1");
            }
            String text =
                    "{\"schema\":1,\"type\":\"evaluation\",\"run\":\"run\",\"time\":1,\"step\":1,\"split\":\"held-out\""
                            + ",\"transport\":{\"w\":1" + numbers + "}}";
            assertTrue(text.length() > 55_000 && text.length() <= EventCodec.MAX_BYTES, "" + text.length());
            Event evaluation = accepted(text);
            assertTrue(new EventCodec().encode(evaluation).length > EventCodec.MAX_BYTES);
            send(evaluation);
            send(accepted(
                    "{\"schema\":1,\"type\":\"run.started\",\"run\":\"run\",\"time\":1,\"process\":{\"name\":\"p\""
                            + numbers + "},\"name\":\"" + "\uD83D\uDE00".repeat(256) + "\"}"));
            RunState again = RunRecords.load("run", DetectorSettings.defaults(), storage);
            assertEquals(5801, again.evaluations.all().get(0).transport().size());
            assertEquals(
                    256, again.about.name().codePointCount(0, again.about.name().length()));
            assertTrue(storage.largest() <= RunRecords.MAX_BYTES, "longest record: " + storage.largest());
        }

        private static Event accepted(String text) {
            Decoded decoded = new EventCodec().decode(text.getBytes(StandardCharsets.UTF_8));
            assertTrue(decoded instanceof Decoded.Accepted, decoded.toString());
            return ((Decoded.Accepted) decoded).event();
        }
    }

    @Nested
    class AbsurdSteps {
        private boolean counts(Event event) {
            boolean counts = state.objection(event).isEmpty();
            if (counts) {
                state.accept(event);
            }
            state.save();
            return counts;
        }

        @Test
        void oneAbsurdStepNumberIsSetAsideAndTheNextHonestOnesCount() {
            for (long step = 1; step <= 100; step++) {
                assertTrue(counts(step(0, 0, step)));
            }
            assertEquals(false, counts(step(0, 0, 9_000_000_000L)));
            assertEquals(false, counts(step(0, 0, 9_000_000_000L)), "said twice it is no more plausible");
            assertTrue(counts(step(0, 0, 101)));
            assertEquals(101, state.step());
        }

        @Test
        void alsoWhereItComesFirst() {
            assertEquals(false, counts(step(0, 0, 9_000_000_000L)));
            assertTrue(counts(step(0, 0, 1)));
        }

        @Test
        void aRunThatIsFirstHeardFarOnCountsFromItsSecondStep() {
            assertEquals(false, counts(step(0, 0, 5_000_000)));
            RunState again = Stored.again(state);
            assertTrue(again.objection(step(0, 0, 5_000_001)).isEmpty(), "what was set aside is remembered");
        }

        @Test
        void whatWasPlannedOrDeclaredIsPlausible() {
            assertTrue(counts(RunStarted.of(new Origin("run", 0, 0, 0))
                    .plannedSteps(40_000_000)
                    .firstStep(7_000_000)
                    .build()));
            assertTrue(counts(step(0, 0, 7_000_000)));
            assertTrue(counts(step(0, 0, 39_000_000)));
        }

        @Test
        void evaluationsCheckpointsAndStartsAreHeldToTheSame() {
            counts(step(0, 0, 100));
            assertEquals(false, counts(new Checkpoint(new Origin("run", 0, 0, 0), 9_000_000_000L)));
            assertEquals(false, counts(started(1, 9_000_000_000L)));
            assertEquals(
                    false,
                    counts(new Evaluation(
                            new Origin("run", 0, 0, 0),
                            9_000_000_000L,
                            "held-out",
                            null,
                            new Moments(1, 1, 1),
                            null,
                            Absent.NUMBER,
                            Absent.NUMBER,
                            null,
                            null,
                            null)));
            assertTrue(counts(new Checkpoint(new Origin("run", 0, 0, 0), 100)));
        }
    }
}
