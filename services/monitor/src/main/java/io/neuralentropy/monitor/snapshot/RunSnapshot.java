package io.neuralentropy.monitor.snapshot;

import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import java.util.List;

/**
 * One run at one moment. Numbers that are unknown are NaN, objects that are unknown are null. Entropies are in nats per
 * data point; "window" is the recent window of 1,024 steps.
 *
 * @param run id
 * @param about what the latest attempt's {@code run.started} said; null before the first
 * @param attempt the latest attempt
 * @param step highest accepted step
 * @param counts steps received, by what became of them
 * @param ranks one entry per rank of the latest attempt, in order of the rank
 * @param firstEventTime trainer's clock, ms since the epoch; when Kafka got the event where that cannot be
 * @param lastEventTime likewise: the latest time stated by any event
 * @param finished how the run ended; null while it runs
 * @param lastCheckpoint step of the latest durable checkpoint; 0 if none
 * @param neuralEntropy S_NN over the window
 * @param learnedEntropy S_lin over the window
 * @param measures what follows from entropies and what is known of the data
 * @param progress loss, rates, ETA
 * @param profile entropy production by bin over the window; null where not sent
 * @param details curve and evaluations
 * @param standing whether it still learns, and what it can become
 * @param warnings what is wrong with what the run sends; at most one per code
 */
public record RunSnapshot(
        String run,
        RunStarted about,
        int attempt,
        long step,
        StepCounts counts,
        List<RankProgress> ranks,
        long firstEventTime,
        long lastEventTime,
        RunFinished finished,
        long lastCheckpoint,
        Estimate neuralEntropy,
        Estimate learnedEntropy,
        Measures measures,
        Progress progress,
        RollingProfile profile,
        RunDetails details,
        Standing standing,
        List<Warning> warnings) {

    /** The curve of the whole run, read now: ask once, not for each number. */
    public Curve curve() {
        return details.curve();
    }

    /** The latest evaluation of each split, read now. */
    public List<Evaluation> evaluations() {
        return details.evaluations();
    }

    /** The same, silent for so long. */
    public RunSnapshot silentFor(double seconds) {
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
                details,
                standing.silentFor(seconds),
                warnings);
    }

    /**
     * {@code received = accepted + duplicate + superseded} in step identities (run, attempt, rank, step). An event that only adds to
     * known steps brings no identity, and is in {@code completed} alone.
     *
     * @param accepted behind the present numbers
     * @param duplicate dropped because the identity was known
     * @param superseded by a later attempt or launch, dropped on arrival or afterwards
     * @param late accepted although a higher step of the same rank was known
     * @param missing never seen although a higher step of the same rank was, and the stride of the steps makes one expect them
     * @param conflicting duplicates whose loss, entropies or gradient norm differ from what was accepted: at least so many, since what was
     *     accepted is not remembered for ever
     * @param notFiniteDropped duplicates with a loss or entropy that is not finite, where what was accepted is
     * @param completed known steps to which a further event added quantities
     */
    public record StepCounts(
            long accepted,
            long duplicate,
            long superseded,
            long late,
            long missing,
            long conflicting,
            long notFiniteDropped,
            long completed) {

        /** Step identities that came, new or not. */
        public long received() {
            return accepted + duplicate + superseded;
        }
    }

    /**
     * How far a rank has come.
     *
     * @param rank number
     * @param step its highest step
     * @param missing steps not seen below that
     * @param lastEventTime the latest time that it stated
     * @param silent it lags behind the farthest rank by more than {@code rank-steps}
     * @param diverged a loss or entropy of its last {@code rank-steps} steps is not finite, while all of another rank's are; or its
     *     recent loss lies far above the other ranks'
     */
    public record RankProgress(
            int rank, long step, long missing, long lastEventTime, boolean silent, boolean diverged) {

        /** The same, named as diverged. */
        public RankProgress asDiverged() {
            return new RankProgress(rank, step, missing, lastEventTime, silent, true);
        }
    }

    /**
     * Derived measures; definitions and sources: {@code io.neuralentropy.monitor.maths.Measures}.
     *
     * @param encodingEfficiency η = S_NN / S_tot
     * @param learnedRatio φ = S_lin / S_tot
     * @param learnedRatioLower S_lin / upper bound of S_tot
     * @param learnedRatioUpper S_lin / lower bound of S_tot
     * @param informationGap S_tot − S_lin, nats
     * @param beyondGaussian S_lin − S_Gauss, nats
     * @param outputScale (S_NN + S_lin) / (2 S_NN)
     * @param absorption slope of the followed entropy over the window, nats per step
     * @param absorptionPerSample the same, nats per sample
     * @param gainOfDoubling ρ = ln 2 · t · slope / S, relative gain of a doubling at the present pace
     * @param bitsPerParameter S_NN / (P ln 2)
     * @param natsPerJoule S_NN / energy spent in the whole run
     * @param heldOutLearned S_lin of the newest evaluation on held-out points, nats
     * @param heldOutGap S_lin on points trained on, as {@code heldOutGapFrom} says, − {@code heldOutLearned}, nats
     * @param heldOutBound S_CS = (S_NN + S_lin)² / (4 S_NN) ≤ S_tot of the same evaluation, nats
     * @param totalLower lower bound of S_tot in use: the highest of those known; where S_tot is known the stated one alone
     * @param memorisedRatio S_lin / entropy of the training points themselves
     * @param heldOutGapFrom what {@code heldOutGap} compares with; null where there is no evaluation on held-out points
     * @param alignedEntropy (S_NN + S_lin) / 2, nats
     */
    public record Measures(
            Estimate encodingEfficiency,
            double learnedRatio,
            double learnedRatioLower,
            double learnedRatioUpper,
            double informationGap,
            double beyondGaussian,
            double outputScale,
            Estimate absorption,
            double absorptionPerSample,
            Estimate gainOfDoubling,
            double bitsPerParameter,
            double natsPerJoule,
            Estimate heldOutLearned,
            Estimate heldOutGap,
            Estimate heldOutBound,
            LowerBound totalLower,
            double memorisedRatio,
            GapSource heldOutGapFrom,
            double alignedEntropy) {}

    /**
     * What users of any training monitor expect. Over the window: loss and gradient norm by samples, the latter of the steps where it is
     * finite, and the share of those where it is not; rates from the durations that the trainer states. Over the whole run: samples, seconds, joules
     * (NaN where no step states them). {@code heldOutLoss}: the loss of the newest evaluation on held-out points.
     */
    public record Progress(
            double loss,
            double gradientNorm,
            double learningRate,
            double stepsPerSecond,
            double samplesPerSecond,
            double etaSeconds,
            long samples,
            double seconds,
            double energyJoules,
            double gpuMemoryBytes,
            double heldOutLoss,
            double gradientNormNotFinite) {}

    /**
     * Entropy production per bin over the window: means by throws.
     *
     * @param edges ascending, one more than bins; null where the run did not say
     * @param axis {@code diffusion-time} or {@code log-snr}; null where the run did not say
     * @param neural rate of S_NN, nats per unit of the axis; NaN in bins without throws
     * @param learned rate of S_lin, likewise
     */
    public record RollingProfile(double[] edges, String axis, double[] neural, double[] learned) {}
}
