package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunFinished.Status;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.StateChange.Cause;
import io.neuralentropy.monitor.snapshot.StateNews;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is told of changes of a run's state: each once, and together the list that the API shows. */
class StateTellerTest {
    private static final double[] NOISE =
            new SplittableRandom(5).doubles(20_001, -0.2, 0.2).toArray();

    private final List<StateNews> told = new ArrayList<>();
    private RunState state = new RunState("run");

    /** Grows, saturates by 7,000 steps. */
    private static Step step(int attempt, long t) {
        double entropy = 100 * (1 - Math.exp(-t / 800.0)) * (1 + NOISE[(int) t]);
        return Step.of(new Origin("run", attempt, 0, 10 * t), t)
                .neuralEntropy(Moments.ofMean(entropy, 32))
                .build();
    }

    private static RunFinished end(int attempt, long t, Status status) {
        return new RunFinished(new Origin("run", attempt, 0, 10 * t), status, null, t);
    }

    private static RunStarted resumption(int attempt, long first) {
        return RunStarted.of(new Origin("run", attempt, 0, 0)).firstStep(first).build();
    }

    private void send(Event event) {
        state.accept(event);
        told.addAll(state.drainNews());
    }

    private void steps(int attempt, int from, int to) {
        for (int t = from; t <= to; t++) {
            send(step(attempt, t));
        }
    }

    private void restart() {
        state = Stored.again(state);
    }

    private List<StateChange> shown() {
        return Snapshooter.of(state).standing().changes();
    }

    /** The list as a reader of what was told keeps it. */
    private List<StateChange> kept() {
        List<StateChange> kept = new ArrayList<>();
        for (StateNews news : told) {
            boolean takesBackOnly = news.change().cause() == Cause.RESUMED;
            int stays = (int) (takesBackOnly ? news.place() : news.place() - 1);
            kept.subList(stays, kept.size()).clear();
            if (!takesBackOnly) {
                kept.add(news.change());
            }
        }
        return kept;
    }

    private List<String> words() {
        return told.stream()
                .map(news -> news.place() + " " + news.change().from().wireName() + " → "
                        + news.change().to().wireName())
                .toList();
    }

    @Test
    void eachChangeIsToldOnceWithItsNumbers() {
        steps(0, 1, 12_000);
        send(end(0, 12_000, Status.COMPLETED));
        assertEquals(List.of("1 warming-up → absorbing", "2 absorbing → saturated", "3 saturated → finished"), words());
        assertEquals(shown(), told.stream().map(StateNews::change).toList());
        StateNews saturated = told.get(1);
        assertEquals(100, saturated.capacity().value(), 2);
        assertEquals(0.03, saturated.change().delta());
    }

    @Test
    void whatComesTwiceIsNotToldAgain() {
        steps(0, 1, 12_000);
        send(end(0, 12_000, Status.COMPLETED));
        steps(0, 1, 12_000);
        send(end(0, 12_000, Status.COMPLETED));
        send(new RunFinished(new Origin("run", 0, 0, 999_999), Status.COMPLETED, "again", 12_000));
        assertEquals(3, told.size());
    }

    @Test
    void aRestartAtAnyPlaceTellsNothingTwice() {
        for (int t = 1; t <= 12_000; t++) {
            send(step(0, t));
            if (t % 611 == 0) {
                restart();
            }
        }
        send(end(0, 12_000, Status.FAILED));
        restart();
        send(end(0, 12_000, Status.FAILED));
        assertEquals(List.of("1 warming-up → absorbing", "2 absorbing → saturated", "3 saturated → failed"), words());
        assertEquals(shown(), kept());
    }

    @Nested
    class AResumption {
        @Test
        void inFrontOfAChangeTakesItBack() {
            steps(0, 1, 12_000);
            send(resumption(1, 2_001));
            assertEquals("1 saturated → absorbing", words().get(2));
            StateChange back = told.get(2).change();
            assertEquals(Cause.RESUMED, back.cause());
            assertEquals(2_000, back.step());
            assertEquals(1, told.get(2).attempt());
            assertEquals("the run resumes after step 2000: what was decided behind is taken back", back.reason());
            assertEquals(shown(), kept());
            restart();
            steps(1, 2_001, 12_000);
            assertEquals("2 absorbing → saturated", words().get(3));
            assertEquals(4, told.size());
            assertEquals(shown(), kept());
        }

        @Test
        void ofTheSameAttemptDoesSoToo() {
            steps(0, 1, 12_000);
            send(RunStarted.of(new Origin("run", 0, 0, 999_999))
                    .firstStep(2_001)
                    .build());
            assertEquals("1 saturated → absorbing", words().get(2));
            assertEquals(Cause.RESUMED, told.get(2).change().cause());
            assertEquals(2_000, told.get(2).change().step());
            assertEquals(shown(), kept());
        }

        @Test
        void afterTheEndTakesTheEndBack() {
            steps(0, 1, 1_000);
            send(end(0, 1_000, Status.FAILED));
            restart();
            send(resumption(1, 1_001));
            send(step(1, 1_001));
            assertEquals(List.of("1 warming-up → absorbing", "2 absorbing → failed", "1 failed → absorbing"), words());
            assertEquals(shown(), kept());
        }

        @Test
        void inFrontOfEverythingTakesAllBack() {
            steps(0, 1, 1_000);
            send(resumption(1, 1));
            assertEquals("0 absorbing → warming-up", words().get(1));
            assertEquals(List.of(), kept());
        }
    }

    @Test
    void aChangeAfterTheEndIsToldBeforeIt() {
        steps(0, 1, 1_000);
        send(end(0, 1_000, Status.COMPLETED));
        send(Step.of(new Origin("run", 0, 1, 20_000), 1_001).loss(Double.NaN).build());
        assertEquals(
                List.of(
                        "1 warming-up → absorbing",
                        "2 absorbing → finished",
                        "2 absorbing → diverged",
                        "3 diverged → finished"),
                words());
        assertEquals(shown(), kept());
    }

    @Test
    void troubledRunsAreToldAsTheyAreShown() {
        int changes = 0;
        for (int seed = 0; seed < 20; seed++) {
            told.clear();
            state = new RunState("run");
            int count = 0;
            for (Event event : RandomRun.inOrder("run", seed)) {
                send(event);
                if (++count % 997 == 0) {
                    restart();
                }
            }
            assertEquals(shown(), kept());
            changes += told.size();
        }
        assertFalse(changes < 20, "runs without changes show nothing");
    }
}
