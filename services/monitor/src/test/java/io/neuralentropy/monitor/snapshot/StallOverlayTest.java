package io.neuralentropy.monitor.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StallOverlayTest {
    private static final long TRAINERS_CLOCK = 17;

    private final RunState state = new RunState("run");
    private RunSnapshot snapshot;
    private long now = 1_000_000;
    private long heardAt;
    private Long heardUntil;
    private long heardSince;

    private final StallOverlay overlay = new StallOverlay(
            new Snapshots() {
                @Override
                public List<RunSnapshot> all() {
                    return List.of(snapshot);
                }

                @Override
                public Optional<RunSnapshot> find(String run) {
                    return Optional.of(snapshot);
                }
            },
            run -> heardAt,
            new Hearing() {
                @Override
                public long until() {
                    return heardUntil == null ? now : heardUntil;
                }

                @Override
                public long since() {
                    return heardSince;
                }
            });

    private void step(long step, long heard, double seconds) {
        heardAt = heard;
        state.accept(Step.of(new Origin("run", 0, 0, TRAINERS_CLOCK), step)
                .seconds(seconds)
                .neuralEntropy(Moments.ofMean(5, 4))
                .build());
        snapshot = Snapshooter.of(state);
    }

    private TrainingState shown() {
        TrainingState state = overlay.all().get(0).standing().state();
        assertEquals(state, overlay.find("run").orElseThrow().standing().state());
        return state;
    }

    @Test
    void aRunIsStalledAfterTwoMinutesOfSilenceAndNoLongerWhenItSpeaks() {
        step(1, now, 1);
        assertEquals(TrainingState.WARMING_UP, shown());
        now += 120_000;
        assertEquals(TrainingState.WARMING_UP, shown());
        now += 1;
        assertEquals(TrainingState.STALLED, shown());
        step(2, now, 1);
        assertEquals(TrainingState.WARMING_UP, shown());
    }

    @Test
    void noRunStallsWhileNothingCanBeHeardNorRightAfter() {
        step(1, now, 1);
        heardUntil = now + 100_000;
        now += 900_000;
        assertEquals(TrainingState.WARMING_UP, shown());
        heardUntil = null;
        heardSince = now;
        assertEquals(TrainingState.WARMING_UP, shown());
        now += 120_000;
        assertEquals(TrainingState.WARMING_UP, shown());
        now += 1;
        assertEquals(TrainingState.STALLED, shown());
    }

    @Test
    void aRunThatWasStalledBeforeStaysSo() {
        step(1, now, 1);
        now += 120_001;
        heardUntil = now;
        now += 900_000;
        assertEquals(TrainingState.STALLED, shown());
    }

    @Test
    void slowStepsHaveLonger() {
        step(1, now, 30);
        now += 600_000;
        assertEquals(TrainingState.WARMING_UP, shown());
        now += 1;
        assertEquals(TrainingState.STALLED, shown());
    }

    @Test
    void theTrainersClockDoesNotCount() {
        step(1, now, 1);
        assertEquals(TrainingState.WARMING_UP, shown(), "although its clock says that this was long ago");
    }

    @Test
    void whatIsOverIsNotStalled() {
        step(1, 0, 1);
        state.accept(new RunFinished(new Origin("run", 0, 0, 5), RunFinished.Status.COMPLETED, null, 1));
        snapshot = Snapshooter.of(state);
        assertEquals(TrainingState.FINISHED, shown());
    }
}
