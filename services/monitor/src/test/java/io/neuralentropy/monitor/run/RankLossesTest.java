package io.neuralentropy.monitor.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.events.Event;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.detectors.DetectorSetting;
import io.neuralentropy.monitor.detectors.DetectorSettings;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A rank whose loss is finite, yet far above that of the others, is named. */
class RankLossesTest {
    private interface Loss {
        double of(int rank, long step);
    }

    private static final double[] NOISE =
            new SplittableRandom(3).doubles(10_000, 0.7, 1.3).toArray();

    private static Step step(int attempt, int rank, long t, double loss) {
        return Step.of(new Origin("run", attempt, rank, t), t)
                .samples(16)
                .loss(loss)
                .build();
    }

    private static List<Event> run(int ranks, long steps, Loss loss) {
        List<Event> events = new ArrayList<>();
        for (long t = 1; t <= steps; t++) {
            for (int rank = 0; rank < ranks; rank++) {
                double noise = NOISE[(int) (t * ranks + rank) % NOISE.length];
                events.add(step(0, rank, t, loss.of(rank, t) * noise));
            }
        }
        return events;
    }

    private static RunState stateOf(List<Event> events, DetectorSettings settings) {
        RunState state = new RunState("run", settings);
        events.forEach(state::accept);
        return state;
    }

    private static List<Integer> named(RunState state) {
        return Snapshooter.of(state).ranks().stream()
                .filter(RankProgress::diverged)
                .map(RankProgress::rank)
                .toList();
    }

    private static List<Integer> named(List<Event> events) {
        List<Integer> named = named(stateOf(events, DetectorSettings.defaults()));
        assertEquals(BatchRecomputation.of(events).divergedRanks(64), named, "as by the independent driver");
        return named;
    }

    @Test
    void theOneThatExplodesIsNamedWithinABucketAndUntilItHasLeftTheLastFour() {
        Loss explodes = (rank, t) -> rank == 2 && t > 500 && t <= 600 ? 40 : 2;
        assertEquals(List.of(), named(run(4, 500, explodes)));
        assertEquals(List.of(2), named(run(4, 520, explodes)));
        assertEquals(List.of(2), named(run(4, 704, explodes)));
        assertEquals(List.of(), named(run(4, 705, explodes)));
    }

    @Test
    void ofTwoTheHigherOneIsNamed() {
        assertEquals(List.of(1), named(run(2, 300, (rank, t) -> rank == 1 ? 9 : 2)));
    }

    @Test
    void ofThreeTwoMayBeNamed() {
        assertEquals(List.of(0, 2), named(run(3, 300, (rank, t) -> rank == 1 ? 2 : 9)));
    }

    @Test
    void ranksThatSeeOtherDataAreNot() {
        assertEquals(List.of(), named(run(8, 300, (rank, t) -> 2 + rank / 7.0)));
    }

    @Test
    void aLossAboutZeroIsJudgedByItsNoise() {
        Loss aboutZero = (rank, t) -> (NOISE[(int) (7 * t + rank) % NOISE.length] - 1) + (rank == 3 && t > 200 ? 3 : 0);
        assertEquals(List.of(), named(run(4, 200, aboutZero)));
        assertEquals(List.of(3), named(run(4, 300, aboutZero)));
    }

    @Test
    void aSilentRankIsNotHeldToTheLossThatTheOthersHaveNow() {
        List<Event> events = run(3, 1000, (rank, t) -> 1000.0 / t);
        events.removeIf(event -> event.origin().rank() == 1 && ((Step) event).step() > 100);
        assertEquals(List.of(), named(events));
    }

    @Test
    void theSettingSaysHowFar() {
        List<Event> events = run(3, 300, (rank, t) -> rank == 1 ? 9 : 2);
        DetectorSettings lenient = DetectorSettings.defaults().with(DetectorSetting.RANK_EXCURSION, 5);
        assertEquals(List.of(), named(stateOf(events, lenient)));
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        List<Event> events = run(3, 120, (rank, t) -> rank == 1 && t > 60 ? 9 : 2);
        RunState inOrder = stateOf(events, DetectorSettings.defaults());
        assertEquals(List.of(1), named(inOrder));
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(events, random);
            assertEquals(List.of(1), named(events));
        }
    }

    @Test
    void whatTheFirstRankSentBeforeTheOthersCameCounts() {
        List<Event> events = run(1, 500, (rank, t) -> 2);
        for (long t = 460; t <= 500; t++) {
            events.add(step(0, 1, t, 30 + t % 3));
        }
        assertEquals(List.of(1), named(events));
    }

    @Test
    void aRestartAtAnyStepChangesNothing() {
        List<Event> events = run(3, 120, (rank, t) -> rank == 1 && t > 60 ? 9 : 2);
        RunState kept = new RunState("run");
        for (int i = 0; i < events.size(); i++) {
            kept.accept(events.get(i));
            if (i % 7 == 0) {
                kept = Stored.again(kept);
            }
        }
        RunState undisturbed = stateOf(events, DetectorSettings.defaults());
        assertEquals(List.of(1), named(kept));
        for (int rank = 0; rank < 3; rank++) {
            assertArrayEquals(undisturbed.rankLosses.bytes(rank), kept.rankLosses.bytes(rank));
        }
    }

    @Test
    void aLaterAttemptStartsAfreshAndLeavesNoRecord() {
        List<Event> events = run(3, 300, (rank, t) -> rank == 1 ? 9 : 2);
        RunState state = stateOf(events, DetectorSettings.defaults());
        assertEquals(Set.of(0L, 1L, 2L), ranks(state));
        state.accept(step(1, 0, 301, 2));
        assertEquals(Set.of(), ranks(state));
        state.accept(step(1, 1, 301, 2));
        assertEquals(List.of(), named(state));
    }

    @Test
    void aRunOfOneRankKeepsNothingOfIt() {
        assertEquals(Set.of(), ranks(stateOf(run(1, 300, (rank, t) -> 2), DetectorSettings.defaults())));
    }

    /** Ranks of which a loss is stored. */
    private static Set<Long> ranks(RunState state) {
        return Stored.records(state).keySet().stream()
                .filter(key -> key.kind() == RecordKey.Kind.RANK)
                .map(RecordKey::index)
                .collect(Collectors.toSet());
    }
}
