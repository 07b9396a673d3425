package io.neuralentropy.monitor.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunPaused;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StallOverlayTest {
    private static final long TRAINERS_CLOCK = 17;
    private static final double HEARD = Double.NaN;

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

    /** For how long the run is said to have been silent; {@link #HEARD} where it is not. */
    private double silentFor() {
        Standing standing = overlay.all().get(0).standing();
        assertEquals(standing, overlay.find("run").orElseThrow().standing());
        assertEquals(snapshot.standing().state(), standing.state(), "silence hides no verdict");
        assertEquals(standing.silence().isTooLong(), standing.isIn(TrainingState.STALLED));
        return standing.silence().seconds();
    }

    @Test
    void aRunIsSilentAfterTwoMinutesAndNoLongerWhenItSpeaks() {
        step(1, now, 1);
        assertEquals(HEARD, silentFor());
        now += 120_000;
        assertEquals(HEARD, silentFor());
        now += 1;
        assertEquals(120.001, silentFor());
        step(2, now, 1);
        assertEquals(HEARD, silentFor());
    }

    @Test
    void noRunIsSilentWhileNothingCanBeHeardNorRightAfter() {
        step(1, now, 1);
        heardUntil = now + 100_000;
        now += 900_000;
        assertEquals(HEARD, silentFor());
        heardUntil = null;
        heardSince = now;
        assertEquals(HEARD, silentFor());
        now += 120_000;
        assertEquals(HEARD, silentFor());
        now += 1;
        assertEquals(120.001, silentFor());
    }

    @Test
    void aRunThatWasSilentBeforeStaysSo() {
        step(1, now, 1);
        now += 120_001;
        heardUntil = now;
        now += 900_000;
        assertEquals(120.001, silentFor());
    }

    @Test
    void slowStepsHaveLonger() {
        step(1, now, 30);
        now += 600_000;
        assertEquals(HEARD, silentFor());
        now += 1;
        assertEquals(600.001, silentFor());
    }

    @Test
    void theTrainersClockDoesNotCount() {
        step(1, now, 1);
        assertEquals(HEARD, silentFor(), "although its clock says that this was long ago");
    }

    @Test
    void whatIsOverIsNotSilent() {
        step(1, 0, 1);
        state.accept(new RunFinished(new Origin("run", 0, 0, 5), RunFinished.Status.COMPLETED, null, 1));
        snapshot = Snapshooter.of(state);
        assertEquals(TrainingState.FINISHED, snapshot.standing().state());
        assertEquals(HEARD, silentFor());
    }

    @Test
    void aDivergedRunThatFallsSilentStaysDiverged() {
        heardAt = now;
        state.accept(Step.of(new Origin("run", 0, 0, TRAINERS_CLOCK), 1)
                .loss(Double.NaN)
                .build());
        snapshot = Snapshooter.of(state);
        now += 300_000;
        assertEquals(300, silentFor());
        assertTrue(overlay.find("run").orElseThrow().standing().isIn(TrainingState.DIVERGED));
    }

    @Test
    void aDeclaredPauseIsNoSilence() {
        heardAt = now;
        RunPaused pause = new RunPaused(new Origin("run", 0, 0, TRAINERS_CLOCK), "evaluation", 180, 1);
        state.heard(pause, now);
        state.accept(pause);
        snapshot = Snapshooter.of(state);
        now += 360_000;
        assertEquals(HEARD, silentFor());
        now += 1;
        assertEquals(360.001, silentFor(), "it lasts more than twice as long as it should");
    }
}
