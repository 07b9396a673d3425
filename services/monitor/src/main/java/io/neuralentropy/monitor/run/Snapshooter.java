package io.neuralentropy.monitor.run;

import io.neuralentropy.events.Absent;
import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.maths.Bucket;
import io.neuralentropy.monitor.maths.Measures;
import io.neuralentropy.monitor.maths.ProfileSums;
import io.neuralentropy.monitor.maths.WindowSums;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Progress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RollingProfile;
import java.util.List;

/** Draws the immutable picture of a run at this moment from its state. */
public final class Snapshooter {
    private final RunState state;
    private final WindowSums window;
    private final Bucket[] history;
    private final Estimate neural;
    private final Estimate learned;
    private final List<RankProgress> ranks;

    private Snapshooter(RunState state) {
        this.state = state;
        window = new WindowSums(state.recent());
        history = state.history.freeze();
        neural = window.mean(Quantity.NEURAL_ENTROPY);
        learned = window.mean(Quantity.LEARNED_ENTROPY);
        ranks = state.rankLosses.judge(
                state.frontier.ranks(state.watch.settings().rankSteps()), state.watch.settings());
    }

    /** The state as it is now; later changes of it do not show. */
    public static RunSnapshot of(RunState state) {
        return new Snapshooter(state).snapshot();
    }

    private RunSnapshot snapshot() {
        Progress progress = progress();
        return new RunSnapshot(
                state.run,
                state.about,
                state.frontier.attempt(),
                state.step(),
                state.frontier.counts(),
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
                List.copyOf(state.evaluations),
                new BucketCurve(history),
                StandingView.of(state, state.end(), window, progress));
    }

    private RunSnapshot.Measures measures(double energyJoules) {
        RunStarted about = state.about;
        double total = about == null ? Double.NaN : nats(about.totalEntropy());
        double totalError = about == null || about.totalEntropy() == null
                ? Double.NaN
                : about.totalEntropy().standardError();
        double lower = about == null ? Double.NaN : nats(about.totalEntropyLower());
        double upper = about == null ? Double.NaN : nats(about.totalEntropyUpper());
        double gaussian = about == null ? Double.NaN : nats(about.gaussianEntropy());
        Quantity followed = state.followed();
        Estimate slope = window.slopePerStep(followed);
        HeldOut heldOut = HeldOut.of(state.evaluations);
        return new RunSnapshot.Measures(
                Measures.encodingEfficiency(neural, total, totalError),
                Measures.learnedRatio(learned.value(), total),
                Measures.learnedRatioLower(learned.value(), lower, upper),
                Measures.learnedRatioUpper(learned.value(), lower, upper),
                total - learned.value(),
                learned.value() - gaussian,
                Measures.outputScale(neural.value(), learned.value()),
                slope,
                slope.value() / (window.samplesPerStep() * Math.max(1, ranks.size())),
                window.gainOfDoubling(followed),
                Measures.bitsPerParameter(neural.value(), about == null ? 0 : about.parameters()),
                neural.value() / energyJoules,
                heldOut.learned(),
                heldOut.gap(history));
    }

    private Progress progress() {
        long samples = 0;
        double seconds = 0;
        double joules = 0;
        for (Bucket bucket : history) {
            samples += bucket.samples();
            seconds += bucket.seconds();
            joules += bucket.energyJoules();
        }
        double stepsPerSecond = window.stepsPerSecond();
        double learningRate = window.learningRate();
        return new Progress(
                window.mean(Quantity.LOSS).value(),
                window.mean(Quantity.GRADIENT_NORM).value(),
                learningRate,
                stepsPerSecond,
                stepsPerSecond * window.samplesPerStep() * Math.max(1, ranks.size()),
                eta(stepsPerSecond),
                samples,
                knownIfAny(seconds),
                knownIfAny(joules),
                window.gpuMemoryBytes());
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

    private static double nats(EntropyEstimate estimate) {
        return estimate == null || Absent.isAbsent(estimate.nats()) ? Double.NaN : estimate.nats();
    }
}
