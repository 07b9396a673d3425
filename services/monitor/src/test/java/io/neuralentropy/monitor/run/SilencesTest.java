package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunPaused;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.snapshot.Hearing;
import io.neuralentropy.monitor.snapshot.Pause;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.Snapshots;
import io.neuralentropy.monitor.snapshot.StallOverlay;
import io.neuralentropy.monitor.snapshot.Standing;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a run may be silent before somebody is alarmed. */
class SilencesTest {
    private static final long START = 1_764_000_000_000L;
    private static final double USUAL = 120;

    private RunState state = new RunState("run");

    /** When the next event is heard, and the trainer's clock then; ms. */
    private long heardAt = START;

    private long trainersClock = START;
    private int attempt;
    private long step;

    private void hear(Event event) {
        state.heard(event, heardAt);
        state.accept(event);
        state.save();
    }

    private Origin origin(int rank) {
        return new Origin("run", attempt, rank, trainersClock);
    }

    private void pass(double seconds) {
        heardAt += Math.round(1000 * seconds);
        trainersClock += Math.round(1000 * seconds);
    }

    private void steps(int count) {
        for (int i = 0; i < count; i++) {
            pass(0.4);
            hear(step(0, ++step));
        }
    }

    private Step step(int rank, long number) {
        return Step.of(origin(rank), number).loss(1).seconds(0.4).build();
    }

    private void pause(String reason, double seconds) {
        hear(new RunPaused(origin(0), reason, seconds, step));
    }

    private Standing standing() {
        return Snapshooter.of(state).standing();
    }

    private double allowed() {
        return standing().silence().allowedSeconds();
    }

    private Pause paused() {
        return standing().silence().paused();
    }

    @Nested
    class ThatARunComesBackFrom {
        private void silence(double seconds) {
            pass(seconds);
            hear(step(0, ++step));
        }

        @Test
        void aRunThatSpeaksAtAnEvenPaceHasTheUsualTime() {
            steps(50);
            silence(119);
            assertEquals(USUAL, allowed());
        }

        @Test
        void areTwiceAsLongBeforeTheyAlarmAgain() {
            steps(50);
            silence(180);
            assertEquals(360, allowed());
            steps(50);
            silence(170);
            assertEquals(360, allowed(), "the longest counts");
        }

        @Test
        void countOnlyAsTheRecentOnes() {
            steps(50);
            silence(600);
            for (int i = 1; i < Silences.KEPT; i++) {
                silence(150);
                assertEquals(1200, allowed());
            }
            silence(150);
            assertEquals(300, allowed());
        }

        @Test
        void excuseNoMoreThanAnHour() {
            steps(50);
            silence(7 * 3600);
            assertEquals(3600, allowed());
        }

        @Test
        void areJudgedByTheRunsOwnPace() {
            for (int i = 0; i < 50; i++) {
                pass(30);
                hear(Step.of(origin(0), ++step).loss(1).seconds(30).build());
            }
            assertEquals(600, allowed());
            silence(500);
            assertEquals(600, allowed(), "20 steps of 30 s are usual");
            silence(700);
            assertEquals(1400, allowed());
        }

        @Test
        void areNotThoseBetweenAttempts() {
            steps(50);
            attempt = 1;
            silence(1000);
            assertEquals(USUAL, allowed());
            pass(1000);
            hear(RunStarted.of(origin(0)).firstStep(30).build());
            assertEquals(USUAL, allowed(), "nor where the same attempt begins again");
        }

        @Test
        void areNoneWhereAnOldFileIsReplayed() {
            steps(50);
            trainersClock += 3_600_000;
            hear(step(0, ++step));
            assertEquals(USUAL, allowed());
        }

        @Test
        void areNoneWhereOnlyTheMonitorWasAway() {
            steps(50);
            heardAt += 3_600_000;
            trainersClock += 400;
            hear(step(0, ++step));
            assertEquals(USUAL, allowed());
        }

        @Test
        void surviveARestartOfTheMonitor() {
            steps(50);
            silence(180);
            state = Stored.again(state);
            assertEquals(360, allowed());
            silence(200);
            assertEquals(400, allowed(), "the one that lasts while it restarts counts too");
        }

        @Test
        void alarmOnceWhereEveryEvaluationTakesThreeMinutes() {
            long alarms = 0;
            long last = heardAt;
            for (int repeat = 0; repeat < 20; repeat++) {
                for (Event event : Situations.evaluationPause(repeat)) {
                    Step said = (Step) event;
                    heardAt = START + 1000L * 300 * repeat + said.origin().time() - Situations.BASE;
                    trainersClock = heardAt;
                    alarms += heardAt - last > 1000 * allowed() ? 1 : 0;
                    last = heardAt;
                    hear(step(0, ++step));
                }
            }
            assertEquals(1, alarms);
        }
    }

    @Nested
    class ThatARunDeclares {
        @ParameterizedTest
        @CsvSource({"1, 120", "180, 360", "7200, 14400", "50000, 86400", "1e300, 86400"})
        void allowTwiceTheirUsualLength(double seconds, double allowed) {
            steps(50);
            pause("evaluation", seconds);
            assertEquals(allowed, allowed());
            assertEquals(new Pause("evaluation", trainersClock, seconds), paused());
        }

        @Test
        void allowAnHourWhereTheirLengthIsNotSaid() {
            steps(50);
            pause(null, Absent.NUMBER);
            assertEquals(3600, allowed());
            assertEquals(new Pause(null, trainersClock, Double.NaN), paused());
        }

        @Test
        void endWithTheNextEventAndMakeNoHabit() {
            steps(50);
            pause("checkpoint", 900);
            pass(800);
            steps(1);
            assertNull(paused());
            assertEquals(USUAL, allowed());
        }

        @Test
        void areReplacedByTheNextOne() {
            steps(50);
            pause("evaluation", 900);
            pass(800);
            pause("checkpoint", 100);
            assertEquals("checkpoint", paused().reason());
            assertEquals(200, allowed());
        }

        @Test
        void goOnWhenStepsOfOtherRanksWereStillOnTheirWay() {
            steps(50);
            pause("evaluation", 900);
            hear(step(1, 50));
            hear(new RunPaused(new Origin("run", 0, 1, trainersClock), "evaluation", 900, 50));
            hear(step(2, 49));
            assertEquals(1800, allowed());
            hear(step(2, 51));
            assertNull(paused(), "a step beyond those known");
        }

        @Test
        void endWithTheAttempt() {
            steps(50);
            pause("evaluation", 900);
            attempt = 1;
            hear(step(3, 10));
            assertNull(paused());
        }

        @Test
        void areNotThoseOfAnEarlierAttempt() {
            attempt = 1;
            steps(50);
            attempt = 0;
            pause("evaluation", 900);
            assertNull(paused());
            attempt = 1;
            pause("evaluation", 900);
            attempt = 0;
            hear(step(0, 900));
            assertEquals(1800, allowed(), "nor ended by its late events");
        }

        @Test
        void areOverWhenTheRunIs() {
            steps(50);
            pause("evaluation", 900);
            hear(new RunFinished(new Origin("run", 0, 1, trainersClock), RunFinished.Status.FAILED, null, 0));
            assertNull(paused());
        }

        @Test
        void surviveARestartOfTheMonitor() {
            steps(50);
            pause("\u0000é\uD83D\uDE00", Absent.NUMBER);
            state = Stored.again(state);
            assertEquals("\u0000é\uD83D\uDE00", paused().reason());
            assertEquals(3600, allowed());
            pass(1000);
            steps(1);
            state = Stored.again(state);
            assertNull(paused());
            assertEquals(USUAL, allowed());
        }
    }

    @Test
    void ofARunThatWasStoredBeforeSilencesWereNotedAreNone() {
        steps(50);
        pause("evaluation", 900);
        byte[] head = state.storage.get(RecordKey.HEAD);
        state.storage.put(RecordKey.HEAD, Arrays.copyOf(head, head.length - state.silences.bytes().length));
        state = Stored.again(state);
        assertNull(paused());
        pass(1000);
        steps(1);
        assertEquals(USUAL, allowed());
        assertEquals(51, state.step());
    }

    @Test
    void takeFewBytesHoweverManyThereAre() {
        for (int i = 0; i < 100; i++) {
            pass(1000);
            steps(1);
        }
        pause("\u0000".repeat(RunPaused.MAX_REASON), 1.5);
        byte[] bytes = state.silences.bytes();
        assertTrue(bytes.length < 1024, bytes.length + " bytes");
        Silences read = new Silences();
        read.restore(ByteBuffer.wrap(bytes));
        assertArrayEquals(bytes, read.bytes());
    }

    /** The usual end of a run: it breaks, and then nobody hears of it. */
    @Test
    void hideNoVerdict() {
        for (Event event : Situations.dead(1, true)) {
            state.heard(event, event.origin().time());
            state.accept(event);
            heardAt = event.origin().time();
        }
        RunSnapshot spoke = Snapshooter.of(state);
        RunSnapshot silent = overlaid(spoke, heardAt + 300_000);
        assertEquals(300, silent.standing().silence().seconds());
        assertEquals(spoke.standing().state(), silent.standing().state());
        assertTrue(silent.standing().isIn(TrainingState.STALLED));
        assertEquals(spoke.standing().changes(), silent.standing().changes());
    }

    private RunSnapshot overlaid(RunSnapshot snapshot, long now) {
        Snapshots one = new Snapshots() {
            @Override
            public List<RunSnapshot> all() {
                return List.of(snapshot);
            }

            @Override
            public Optional<RunSnapshot> find(String run) {
                return Optional.of(snapshot);
            }
        };
        return new StallOverlay(one, run -> heardAt, Hearing.always(() -> now))
                .find("run")
                .orElseThrow();
    }
}
