package io.neuralentropy.monitor.run;

import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.maths.Measures;
import io.neuralentropy.monitor.maths.ProfileSums;
import io.neuralentropy.monitor.maths.WindowSums;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.LowerBound;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.RunDetails;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Progress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RollingProfile;
import java.util.List;

/** Draws the immutable picture of a run at this moment from its state. */
public final class Snapshooter {
    /** Further numbers of a process that are shown. */
    static final int MAX_PROCESS_NUMBERS = 64;

    private final RunState state;
    private final WindowSums window;
    private final Estimate neural;
    private final Estimate learned;
    private final List<RankProgress> ranks;

    private Snapshooter(RunState state) {
        this.state = state;
        window = new WindowSums(state.recent());
        neural = window.mean(Quantity.NEURAL_ENTROPY);
        learned = window.mean(Quantity.LEARNED_ENTROPY);
        ranks = state.rankLosses.judge(
                state.frontier.ranks(state.watch.settings().rankSteps(), state.logEvery()), state.watch.settings());
    }

    /** The state as it is now; later changes of it do not show. */
    public static RunSnapshot of(RunState state) {
        return new Snapshooter(state).snapshot();
    }

    private RunSnapshot snapshot() {
        Progress progress = progress();
        return new RunSnapshot(
                state.run,
                about(),
                state.frontier.attempt(),
                state.step(),
                state.frontier.counts(state.logEvery()),
                ranks,
                state.firstEventTime,
                state.lastEventTime,
                state.end(),
                state.checkpointStep,
                neural,
                learned,
                measures(progress.energyJoules()),
                progress,
                profile(),
                details(),
                StandingView.of(state, state.end(), window, progress),
                state.warnings.all());
    }

    /** Of a process that is described by more numbers than a snapshot shows, the first ones in order of their names. */
    private RunStarted about() {
        RunStarted about = state.about;
        boolean fits = about == null
                || about.process() == null
                || about.process().numbers().size() <= MAX_PROCESS_NUMBERS;
        return fits ? about : about.process(about.process().atMost(MAX_PROCESS_NUMBERS));
    }

    /** Read from the storage where all is saved there, so that a snapshot stays small; else as they are. */
    private RunDetails details() {
        return state.isSaved()
                ? new StoredDetails(state.storage)
                : RunDetails.of(state.history.freeze(), state.evaluations.all());
    }

    private RunSnapshot.Measures measures(double energyJoules) {
        RunStarted about = state.about;
        HeldOut heldOut = HeldOut.of(state.evaluations.all());
        TotalEntropies there = new TotalEntropies(about, heldOut.bound());
        Estimate total = there.total();
        LowerBound lower = there.lower();
        Quantity followed = state.followed();
        boolean isEntropy = followed != Quantity.LOSS;
        Estimate slope = isEntropy ? window.slopePerStep(followed) : Estimate.UNKNOWN;
        return new RunSnapshot.Measures(
                Measures.encodingEfficiency(neural, total.value(), total.standardError()),
                Measures.learnedRatio(learned.value(), total.value()),
                Measures.learnedRatioLower(learned.value(), lower.nats(), there.upper()),
                Measures.learnedRatioUpper(learned.value(), lower.nats(), there.upper()),
                total.value() - learned.value(),
                learned.value() - there.gaussian(),
                Measures.outputScale(neural.value(), learned.value()),
                slope,
                slope.value() / (window.samplesPerStep() * Math.max(1, ranks.size())),
                isEntropy ? window.gainOfDoubling(followed) : Estimate.UNKNOWN,
                Measures.bitsPerParameter(neural.value(), about == null ? 0 : about.parameters()),
                neural.value() / energyJoules,
                heldOut.learned(),
                heldOut.gap(state.trainingThen, state.history),
                heldOut.bound(),
                lower,
                Measures.memorisedRatio(learned.value(), there.empirical()),
                heldOut.gapSource(),
                Measures.alignedEntropy(neural.value(), learned.value()));
    }

    private Progress progress() {
        double stepsPerSecond = window.stepsPerSecond(state.frontier.newestFirst());
        double learningRate = window.learningRate();
        return new Progress(
                window.mean(Quantity.LOSS).value(),
                window.mean(Quantity.GRADIENT_NORM).value(),
                learningRate,
                stepsPerSecond,
                stepsPerSecond * window.samplesPerStep() * Math.max(1, ranks.size()),
                eta(stepsPerSecond),
                state.totals.samples(),
                knownIfAny(state.totals.seconds()),
                knownIfAny(state.totals.energyJoules()),
                window.gpuMemoryBytes(),
                HeldOut.loss(state.evaluations.all()),
                window.gradientNormNotFinite());
    }

    /** A trainer without a meter states nothing: the sum over nothing is unknown, not 0. */
    private static double knownIfAny(double sum) {
        return sum > 0 ? sum : Double.NaN;
    }

    private double eta(double stepsPerSecond) {
        long planned = state.about == null ? 0 : state.about.plannedSteps();
        if (planned == 0 || state.isFinished()) {
            return Double.NaN;
        }
        return Math.max(0, planned - state.step()) / stepsPerSecond;
    }

    private RollingProfile profile() {
        ProfileSums sums = window.profile();
        if (sums == null) {
            return null;
        }
        double[] edges = state.about == null ? null : state.about.profileEdges();
        boolean fits = edges != null && edges.length == sums.bins() + 1;
        return new RollingProfile(
                fits ? edges : null,
                state.about == null ? null : state.about.profileAxis(),
                sums.neuralRates(),
                sums.learnedRates());
    }
}
