package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.Warning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** What is derived from the times that trainers state, and from which of them nothing is. */
class TrainerClockTest {
    private static final long BASE = Situations.BASE;
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    private final RunState state = new RunState("a");

    private static Step step(long t, long time) {
        return step(0, t, time);
    }

    private static Step step(int rank, long t, long time) {
        return Step.of(new Origin("a", 0, rank, time), t).samples(32).loss(1).build();
    }

    /** Steps 1 to so many; step t states the one time and arrives at the other. */
    private void steps(int many, LongUnaryOperator clock, LongUnaryOperator arrival) {
        for (int t = 1; t <= many; t++) {
            accept(state, step(t, clock.applyAsLong(t)), arrival.applyAsLong(t));
        }
    }

    private RunSnapshot shown() {
        return Snapshooter.of(state);
    }

    private Warning warning() {
        return ofClock(shown());
    }

    private static Warning ofClock(RunSnapshot run) {
        return run.warnings().stream()
                .filter(warning -> warning.code() == Warning.Code.CLOCK)
                .findFirst()
                .orElseThrow();
    }

    private static RunState taken(List<Event> events, LongUnaryOperator arrival) {
        RunState taken = new RunState(events.get(0).run());
        for (int i = 0; i < events.size(); i++) {
            accept(taken, events.get(i), arrival.applyAsLong(i));
        }
        return taken;
    }

    @Test
    void theSituationOfTimesInSecondsIsNamedAndKafkasTimeIsUsed() {
        RunSnapshot run = Snapshooter.of(taken(Situations.clock(7, Situations::inSeconds), i -> BASE + i * 1000L));
        assertEquals(1, run.progress().stepsPerSecond(), 0.01, "it was a step per second");
        assertEquals(3500, run.progress().etaSeconds(), 50);
        assertEquals(BASE, run.firstEventTime());
        assertEquals(BASE + 1_500_000, run.lastEventTime());
        assertEquals(BASE + 1_500_000, run.ranks().get(0).lastEventTime());
        Warning warning = ofClock(run);
        assertEquals(1501, warning.count(), "each event");
        assertTrue(warning.text().contains("seconds"), warning.text());
    }

    @Test
    void theSituationOfAClockThatGoesBackKeepsItsRate() {
        for (long sentAtOnce : new long[] {0, 1}) {
            LongUnaryOperator arrival = i -> sentAtOnce == 1 ? BASE + DAY : BASE + 100L * i;
            RunSnapshot run = Snapshooter.of(taken(Situations.clock(7, Situations::backOneHour), arrival));
            assertEquals(10, run.progress().stepsPerSecond(), 0.1);
            assertEquals(350, run.progress().etaSeconds(), 5);
            assertEquals(BASE + 150_000, run.lastEventTime(), 100);
            Warning warning = ofClock(run);
            assertEquals(1, warning.count(), "it went back once");
            assertEquals(700, warning.step());
            assertTrue(warning.text().contains("rank 0 went back by 3599 s"), warning.text());
        }
    }

    @Test
    void timesFarAheadOfKafkasAreNamed() {
        steps(100, t -> BASE + 400 * DAY + 100 * t, t -> BASE + 100 * t);
        assertEquals(10, shown().progress().stepsPerSecond(), 0.01);
        assertEquals(BASE + 10_000, shown().lastEventTime());
        assertEquals(100, warning().count());
    }

    @Test
    void aClockThatIsAFewHoursOffIsLeftAlone() {
        steps(100, t -> BASE + 23 * HOUR + 100 * t, t -> BASE + 100 * t);
        assertEquals(List.of(), shown().warnings());
        assertEquals(BASE + 23 * HOUR + 10_000, shown().lastEventTime());
    }

    @Test
    void eventsOfAnOldFileKeepTheirTimes() {
        steps(100, t -> BASE - 3000 * DAY + 100 * t, t -> BASE);
        assertEquals(List.of(), shown().warnings());
        assertEquals(10, shown().progress().stepsPerSecond(), 0.01);
        assertEquals(BASE - 3000 * DAY + 10_000, shown().lastEventTime());
    }

    @Test
    void statedSecondsWinOverAnyClock() {
        for (int t = 1; t <= 100; t++) {
            Step timed =
                    Step.of(new Origin("a", 0, 0, t), t).loss(1).seconds(0.25).build();
            accept(state, timed, BASE);
        }
        assertEquals(4, shown().progress().stepsPerSecond(), 1e-9);
        assertEquals(100, warning().count());
    }

    @Test
    void stepsThatComeInAnyOrderAreNoClockThatGoesBack() {
        List<Step> steps = new ArrayList<>();
        for (int t = 1; t <= 2000; t++) {
            steps.add(step(t, BASE + 10_000L * t));
        }
        Collections.shuffle(steps, new Random(7));
        steps.forEach(step -> accept(state, step, BASE + DAY));
        assertEquals(List.of(), shown().warnings());
        assertEquals(0.1, shown().progress().stepsPerSecond(), 0.001);
    }

    @Test
    void aClockThatIsSetRightByLessThanAMinuteIsLeftAlone() {
        steps(100, t -> BASE + 1000 * t - (t > 50 ? 59_000 : 0), t -> BASE + 1000 * t);
        assertEquals(List.of(), shown().warnings());
    }

    @Test
    void eachRankHasItsOwnClock() {
        for (int t = 1; t <= 100; t++) {
            accept(state, step(0, t, BASE + 100 * t), BASE + 100 * t);
            accept(state, step(1, t, BASE - HOUR + 100 * t), BASE + 100 * t);
        }
        assertEquals(List.of(), shown().warnings(), "it never went back");
        accept(state, step(1, 101, BASE - 2 * HOUR), BASE + 10_100);
        assertTrue(warning().text().contains("rank 1"), warning().text());
        accept(state, step(0, 101, BASE + 10_100), BASE + 10_100);
        assertEquals(BASE + 10_100, shown().ranks().get(0).lastEventTime());
        assertEquals(BASE - HOUR + 10_000, shown().ranks().get(1).lastEventTime(), 100);
    }

    @Test
    void whatIsSaidOfThePastIsNotMovedBeyondIt() {
        steps(100, t -> BASE + 100 * t - (t > 50 ? HOUR : 0), t -> BASE + 100 * t);
        long last = shown().lastEventTime();
        accept(state, step(40, BASE + 4_000), BASE + 10_000);
        accept(
                state,
                Evaluation.of(new Origin("a", 0, 0, BASE + 10_050 - HOUR), 100, "held-out")
                        .loss(1)
                        .build(),
                BASE + 10_050);
        assertEquals(last, shown().lastEventTime(), 100);
    }

    @Test
    void aClockThatIsSetRightAgainIsRightAgain() {
        steps(150, t -> BASE + 100 * t - (t > 50 && t <= 100 ? HOUR : 0), t -> BASE + 100 * t);
        assertEquals(BASE + 15_000, shown().lastEventTime());
        assertEquals(10, shown().progress().stepsPerSecond(), 0.1);
        assertEquals(1, warning().count());
    }

    @Test
    void aLaterAttemptHasAnotherClock() {
        steps(100, t -> BASE + 100 * t - (t > 50 ? HOUR : 0), t -> BASE + 100 * t);
        accept(state, Step.of(new Origin("a", 1, 0, BASE + 20_000), 101).loss(1).build(), BASE + 20_000);
        assertEquals(BASE + 20_000, shown().lastEventTime());
        assertTrue(Stored.records(state).keySet().stream().noneMatch(key -> key.kind() == RecordKey.Kind.CLOCK));
    }

    @Test
    void aRestartForgetsNothingOfIt() {
        LongUnaryOperator clock = t -> BASE + 100 * t - (t > 50 ? HOUR : 0);
        steps(60, clock, t -> BASE + 100 * t);
        RunState again = Stored.again(state);
        for (RunState run : List.of(state, again)) {
            for (int t = 61; t <= 100; t++) {
                accept(run, step(t, clock.applyAsLong(t)), BASE + 100 * t);
            }
        }
        assertEquals(shown().lastEventTime(), Snapshooter.of(again).lastEventTime());
        assertEquals(shown().warnings(), Snapshooter.of(again).warnings());
    }

    private static void accept(RunState state, Event event, long arrival) {
        state.accept(state.plausible(event, arrival));
    }
}
