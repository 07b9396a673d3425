package io.neuralentropy.monitor.web;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.Curve;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.LowerBound;
import io.neuralentropy.monitor.snapshot.Pause;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.RunDetails;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Measures;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Progress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RollingProfile;
import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;
import io.neuralentropy.monitor.snapshot.Standing;
import io.neuralentropy.monitor.snapshot.TrainingState;
import io.neuralentropy.monitor.snapshot.Warning;
import java.util.List;

/** Builds a snapshot for a test; what is not set is unknown. */
final class SampleRun {
    static final double UNKNOWN = Double.NaN;

    static final Measures NO_MEASURES = new Measures(
            Estimate.UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            Estimate.UNKNOWN,
            UNKNOWN,
            Estimate.UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            Estimate.UNKNOWN,
            Estimate.UNKNOWN,
            Estimate.UNKNOWN,
            LowerBound.UNKNOWN,
            UNKNOWN,
            null,
            UNKNOWN);

    static final Progress NO_PROGRESS = new Progress(
            UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

    static Standing standing(TrainingState state) {
        return standing(state, null);
    }

    static Standing standing(TrainingState state, Pause paused) {
        Standing.Missing missing = state == TrainingState.WARMING_UP ? Standing.Missing.TOO_EARLY : null;
        return new Standing(
                state,
                List.of(),
                Capacity.withheld(Capacity.Withheld.TOO_EARLY),
                UNKNOWN,
                new Standing.Verdict(Quantity.NEURAL_ENTROPY, UNKNOWN, UNKNOWN, 0.03, UNKNOWN, missing),
                Standing.Saturated.NOT,
                0,
                0,
                new Standing.Silence(120, UNKNOWN, paused));
    }

    private final String run;
    RunStarted about;
    int attempt;
    long step;
    StepCounts counts = new StepCounts(0, 0, 0, 0, 0, 0, 0, 0);
    List<RankProgress> ranks = List.of();
    long firstEventTime;
    long lastEventTime;
    RunFinished finished;
    long lastCheckpoint;
    Estimate neuralEntropy = Estimate.UNKNOWN;
    Estimate learnedEntropy = Estimate.UNKNOWN;
    Measures measures = NO_MEASURES;
    Progress progress = NO_PROGRESS;
    RollingProfile profile;
    List<Evaluation> evaluations = List.of();
    Curve curve = Curve.EMPTY;
    Standing standing = standing(TrainingState.WARMING_UP);

    List<Warning> warnings = List.of();

    SampleRun(String run) {
        this.run = run;
    }

    Origin origin() {
        return new Origin(run, attempt, 0, lastEventTime);
    }

    RunSnapshot build() {
        return new RunSnapshot(
                run,
                about,
                attempt,
                step,
                counts,
                ranks,
                firstEventTime,
                lastEventTime,
                finished,
                lastCheckpoint,
                neuralEntropy,
                learnedEntropy,
                measures,
                progress,
                profile,
                RunDetails.of(curve, evaluations),
                standing,
                warnings);
    }
}
