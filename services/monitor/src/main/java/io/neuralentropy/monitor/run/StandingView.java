package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunPaused;
import io.neuralentropy.monitor.detectors.RunDetector;
import io.neuralentropy.monitor.detectors.Stall;
import io.neuralentropy.monitor.maths.WindowSums;
import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.Pause;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Progress;
import io.neuralentropy.monitor.snapshot.Standing;
import io.neuralentropy.monitor.snapshot.Standing.Missing;
import io.neuralentropy.monitor.snapshot.Standing.Saturated;
import io.neuralentropy.monitor.snapshot.Standing.Silence;
import io.neuralentropy.monitor.snapshot.Standing.Verdict;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.StateChange.Cause;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.util.List;

/** Reads off where a run stands. How it ended comes on top of what the detectors say: a later attempt may take it back. */
final class StandingView {
    private StandingView() {}

    static Standing of(RunState run, RunFinished finished, WindowSums window, Progress progress) {
        RunWatch watch = run.watch;
        RunDetector detector = watch.detector();
        Capacity capacity = capacity(run);
        RunPaused pause = finished == null ? run.silences.declared() : null;
        return new Standing(
                finished == null ? detector.state() : end(finished),
                changes(run, finished),
                capacity,
                window.mean(run.followed()).value() / capacity.nats().value(),
                verdict(run),
                watch.saturated().isSaturated() ? saturated(run, progress) : Saturated.NOT,
                detector.spikes(),
                detector.restarts(),
                new Silence(stallSeconds(run, window, pause), Double.NaN, declared(pause)));
    }

    private static Verdict verdict(RunState run) {
        RunDetector detector = run.watch.detector();
        return new Verdict(
                run.followed(),
                detector.gain(),
                detector.halfWidth(),
                run.watch.settings().delta(),
                detector.stepsToVerdict(run.watch.closedThrough()),
                missing(run));
    }

    private static Missing missing(RunState run) {
        RunDetector detector = run.watch.detector();
        boolean isLoss = run.followed() == Quantity.LOSS;
        if (detector.state() != TrainingState.WARMING_UP) {
            return null;
        }
        if (isLoss && !run.watch.isLossSent()) {
            return Missing.NOTHING_SENT;
        }
        if (run.watch.closedThrough() < run.watch.settings().firstLook()) {
            return Missing.TOO_EARLY;
        }
        if (!Double.isNaN(detector.gain())) {
            return Missing.NOISE;
        }
        return !detector.hasWindow() ? Missing.TOO_FEW : isLoss ? Missing.NO_REDUCTION : Missing.NO_LEVEL;
    }

    private static Saturated saturated(RunState run, Progress progress) {
        SaturatedSince since = run.watch.saturated();
        return new Saturated(
                run.step() - since.step(), saturatedSeconds(run, progress), progress.energyJoules() - since.joules());
    }

    private static Pause declared(RunPaused pause) {
        return pause == null ? null : new Pause(pause.reason(), pause.origin().time(), seconds(pause));
    }

    private static double stallSeconds(RunState run, WindowSums window, RunPaused pause) {
        double usual = Stall.afterSilence(
                Stall.afterSeconds(window.medianIntervalSeconds(run.frontier.newestFirst()), run.watch.settings()),
                run.silences.longestSeconds());
        return pause == null ? usual : Stall.inPause(usual, seconds(pause));
    }

    private static double seconds(RunPaused pause) {
        return Absent.isAbsent(pause.seconds()) ? Double.NaN : pause.seconds();
    }

    private static TrainingState end(RunFinished finished) {
        return finished.status() == RunFinished.Status.FAILED ? TrainingState.FAILED : TrainingState.FINISHED;
    }

    private static List<StateChange> changes(RunState run, RunFinished finished) {
        List<StateChange> changes = run.watch.log.all();
        if (finished != null) {
            changes.add(change(run, finished));
            if (changes.size() > Standing.MAX_CHANGES) {
                changes.remove(0);
            }
        }
        return List.copyOf(changes);
    }

    /** The end as the last change of the run's state. */
    static StateChange change(RunState run, RunFinished finished) {
        long step = finished.step() > 0 ? finished.step() : run.step();
        TrainingState before = run.watch.detector().state();
        double delta = run.watch.settings().delta();
        return StateChange.withoutNumbers(
                step, finished.origin().time(), before, end(finished), Cause.RUN_FINISHED, delta);
    }

    /** That of the latest verdict, its remaining steps counted from now. */
    private static Capacity capacity(RunState run) {
        Capacity verdict = run.watch.detector().capacity();
        double left = verdict.stepsTo95() - (run.step() - run.watch.closedThrough());
        return new Capacity(verdict.nats(), verdict.withheld(), Math.max(0, left));
    }

    /** Of one rank: from the durations that the trainer states, else from the times of the events. */
    private static double saturatedSeconds(RunState run, Progress progress) {
        return progress.seconds() > 0
                ? (progress.seconds() - run.watch.saturated().seconds()) / run.frontier.rankCount()
                : (run.lastEventTime - run.watch.saturated().time()) / 1000.0;
    }
}
