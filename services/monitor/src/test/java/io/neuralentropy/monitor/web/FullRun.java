package io.neuralentropy.monitor.web;

import static io.neuralentropy.monitor.web.SampleRun.UNKNOWN;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.Evaluation;
import io.neuralentropy.events.Moments;
import io.neuralentropy.events.RunFinished;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GapSource;
import io.neuralentropy.monitor.snapshot.LowerBound;
import io.neuralentropy.monitor.snapshot.Pause;
import io.neuralentropy.monitor.snapshot.Quantity;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Measures;
import io.neuralentropy.monitor.snapshot.RunSnapshot.Progress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RankProgress;
import io.neuralentropy.monitor.snapshot.RunSnapshot.RollingProfile;
import io.neuralentropy.monitor.snapshot.RunSnapshot.StepCounts;
import io.neuralentropy.monitor.snapshot.Standing;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.TrainingState;
import io.neuralentropy.monitor.snapshot.Warning;
import java.util.List;
import java.util.Map;

/** A run of which everything is known, and what the API says of it. */
final class FullRun {
    private static final String MEMBERS = """
            "run":"vpx-d9-s1","live":true,
            "name":"VPx <D=9>","group":"mixtures","labels":{"a_host":"n1","seed":"1"},
            "model":"mlp","parameters":142857,"objective":"entropy-matching",
            "process":{"name":"vpx","betaHigh":16.0,"kappa":0.1},"logSnrRange":[-8.05,11.5],"dimension":9,
            "dataset":{"name":"gaussian-mixture","size":8192},"batchSize":32,"follow":"learned","plannedSteps":51200,"logEvery":10,
            "attempt":1,"step":4096,"status":"stopped","reason":"by hand",
            "startTime":1764000000000,"lastEventTime":1764000100000,
            "state":"finished","stateReason":"the run ended","silentFor":300.5,"paused":{"reason":"evaluation","since":1764000099000,"seconds":180.0},
            "capacity":{"value":650.5,"standardError":12.5,"utilization":0.92,"stepsTo95":2000.0},
            "verdict":{"followed":"learnedEntropy","gain":0.02,"halfWidth":0.04,"delta":0.03,"stepsToVerdict":9000.0},
            "saturatedSteps":96.0,"saturatedSeconds":1.5,"saturatedJoules":30.0,"spikes":2,"restarts":1,
            "neuralEntropy":{"value":612.4,"standardError":2.5},"learnedEntropy":{"value":598.1},
            "totalEntropy":873.25,"totalEntropyStandardError":0.5,"totalEntropyMethod":"monte-carlo",
            "totalEntropyLower":870.0,"totalEntropyLowerSource":"stated","totalEntropyUpper":880.0,"gaussianEntropy":850.0,
            "encodingEfficiency":{"value":0.7,"standardError":0.003},"learnedRatio":0.68,"learnedRatioLower":0.67,
            "learnedRatioUpper":0.69,"informationGap":275.15,"beyondGaussian":-251.9,"outputScale":0.988,
            "alignedEntropy":605.25,"heldOutGap":{"value":7.9,"standardError":3.5},"heldOutGapFrom":"evaluations","heldOutBound":{"value":600.1,"standardError":2.75},
            "memorisedRatio":0.68,
            "absorption":{"value":0.05,"standardError":0.001},"absorptionPerSample":0.0015625,
            "gainOfDoubling":{"value":0.23,"standardError":0.01},"bitsPerParameter":0.006,"natsPerJoule":0.4,
            "loss":6.71,"gradientNorm":0.83,"gradientNormNotFinite":0.25,"learningRate":1.0E-4,"stepsPerSecond":58.8,"samplesPerSecond":1882.0,
            "etaSeconds":801.0,"samples":131072,"seconds":69.6,"energyJoules":1500.0,"gpuMemoryBytes":5.0E8,"heldOutLoss":7.02,
            "receivedSteps":4111,"acceptedSteps":4090,"duplicateSteps":11,"supersededSteps":10,"lateSteps":3,
            "missingSteps":6,"conflictingSteps":7,"notFiniteDroppedSteps":1,"completedSteps":5,"lastCheckpoint":4000,"silentRanks":[1],"divergedRanks":[1],
            "warnings":[{"code":"unknown-fields","text":"field lr is not known","count":4096,"step":1},
            {"code":"clock","text":"time is in seconds","count":2,"step":17}]""";

    private static final String LONG_MEMBERS = """
            ,"states":[{"step":2048,"state":"absorbing","time":1764000050000,
            "reason":"grows by 23 % ± 4 % per doubling of the steps, more than 3 %, since step 1543",
            "followed":"learnedEntropy","late":505,
            "level":540.0,"gain":0.23,"halfWidth":0.04,"delta":0.03},
            {"step":4096,"state":"finished","time":1764000100000,"reason":"the run ended",
            "followed":"learnedEntropy","late":0,"delta":0.03}],
            "ranks":[{"rank":0,"step":4096,"missingSteps":6,"lastEventTime":1764000100000},
            {"rank":1,"step":4000,"missingSteps":0,"lastEventTime":1764000099000,"silent":true,"diverged":true}],
            "profile":{"edges":[0.0,0.5,1.0],"axis":"diffusion-time","neural":[900.5,null],"learned":[880.0,null]},
            "evaluations":[{"split":"held-out","step":4000,"time":1764000100000,
            "neuralEntropy":{"value":610.0,"standardError":3.0},"klBound":12.5,"logLikelihood":-7.25,
            "profile":{"at":[0.1,0.9],"neural":[1200.0,3.0],"standardError":[4.0,0.1]},
            "transport":{"c2":3.96},"layerEntropy":{"core.0":-1.5},"transferEntropy":{"out":0.25},
            "loss":7.02,"scores":{"fid":18.5}}]""";

    static final String SUMMARY_JSON = "{" + oneLine(MEMBERS) + "}";
    static final String JSON = "{" + oneLine(MEMBERS + LONG_MEMBERS) + "}";

    private FullRun() {}

    private static String oneLine(String text) {
        return text.replace("\n", "");
    }

    static RunSnapshot build() {
        var run = new SampleRun("vpx-d9-s1");
        run.attempt = 1;
        run.step = 4096;
        run.firstEventTime = 1_764_000_000_000L;
        run.lastEventTime = 1_764_000_100_000L;
        run.about = about(run);
        run.counts = new StepCounts(4090, 11, 10, 3, 6, 7, 1, 5);
        run.ranks = List.of(
                new RankProgress(0, 4096, 6, 1_764_000_100_000L, false, false),
                new RankProgress(1, 4000, 0, 1_764_000_099_000L, true, true));
        run.finished = new RunFinished(run.origin(), RunFinished.Status.STOPPED, "by hand", 4096);
        run.lastCheckpoint = 4000;
        run.neuralEntropy = new Estimate(612.4, 2.5);
        run.learnedEntropy = new Estimate(598.1, UNKNOWN);
        run.measures = new Measures(
                new Estimate(0.7, 0.003),
                0.68,
                0.67,
                0.69,
                275.15,
                -251.9,
                0.988,
                new Estimate(0.05, 0.001),
                0.0015625,
                new Estimate(0.23, 0.01),
                0.006,
                0.4,
                new Estimate(590.2, 3),
                new Estimate(7.9, 3.5),
                new Estimate(600.1, 2.75),
                new LowerBound(870, LowerBound.Source.STATED),
                0.68,
                GapSource.EVALUATIONS,
                605.25);
        run.progress = new Progress(6.71, 0.83, 1e-4, 58.8, 1882, 801, 131_072, 69.6, 1500, 5e8, 7.02, 0.25);
        run.profile = new RollingProfile(
                new double[] {0, 0.5, 1}, "diffusion-time", new double[] {900.5, UNKNOWN}, new double[] {880, UNKNOWN});
        run.evaluations = List.of(evaluation(run));
        run.standing = standing();
        run.warnings = List.of(
                new Warning(Warning.Code.UNKNOWN_FIELDS, "field lr is not known", 4096, 1),
                new Warning(Warning.Code.CLOCK, "time is in seconds", 2, 17));
        return run.build();
    }

    private static Standing standing() {
        var absorbing = new StateChange(
                2048,
                1_764_000_050_000L,
                TrainingState.WARMING_UP,
                TrainingState.ABSORBING,
                StateChange.Cause.GROWTH,
                1543,
                540,
                3,
                0.23,
                0.04,
                0.03,
                UNKNOWN,
                UNKNOWN,
                Quantity.LEARNED_ENTROPY);
        var finished = new StateChange(
                4096,
                1_764_000_100_000L,
                TrainingState.ABSORBING,
                TrainingState.FINISHED,
                StateChange.Cause.RUN_FINISHED,
                4096,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                0.03,
                UNKNOWN,
                UNKNOWN,
                Quantity.LEARNED_ENTROPY);
        return new Standing(
                TrainingState.FINISHED,
                List.of(absorbing, finished),
                new Capacity(new Estimate(650.5, 12.5), null, 2000),
                0.92,
                new Standing.Verdict(Quantity.LEARNED_ENTROPY, 0.02, 0.04, 0.03, 9000, null),
                new Standing.Saturated(96, 1.5, 30),
                2,
                1,
                new Standing.Silence(120, 300.5, new Pause("evaluation", 1_764_000_099_000L, 180)));
    }

    private static RunStarted about(SampleRun run) {
        return RunStarted.of(run.origin())
                .name("VPx <D=9>")
                .group("mixtures")
                .labels(Map.of("seed", "1", "a_host", "n1"))
                .model("mlp")
                .parameters(142_857)
                .objective("entropy-matching")
                .process(new RunStarted.Process("vpx", Map.of("kappa", 0.1, "betaHigh", 16.0)))
                .logSnrRange(-8.05, 11.5)
                .dimension(9)
                .dataset(new RunStarted.Dataset("gaussian-mixture", 8192))
                .batchSize(32)
                .follow("learned")
                .plannedSteps(51_200)
                .logEvery(10)
                .totalEntropy(new EntropyEstimate(873.25, 0.5, "monte-carlo"))
                .totalEntropyLower(new EntropyEstimate(870, UNKNOWN, "code-length"))
                .totalEntropyUpper(new EntropyEstimate(880, UNKNOWN, "empirical"))
                .gaussianEntropy(new EntropyEstimate(850, UNKNOWN, "gaussian-fit"))
                .build();
    }

    private static Evaluation evaluation(SampleRun run) {
        var grid = new Evaluation.Grid(new double[] {0.1, 0.9}, new double[] {1200, 3}, null, new double[] {4, 0.1});
        return Evaluation.of(run.origin(), 4000, "held-out")
                .neuralEntropy(new Moments(610, 9216, 1024))
                .profile(grid)
                .klBound(12.5)
                .logLikelihood(-7.25)
                .transport(Map.of("c2", 3.96))
                .layerEntropy(Map.of("core.0", -1.5))
                .transferEntropy(Map.of("out", 0.25))
                .loss(7.02)
                .scores(Map.of("fid", 18.5))
                .build();
    }

    /** Absent numbers are NaN of a particular kind; they are left out as any other. */
    static Evaluation bareEvaluation(SampleRun run) {
        return Evaluation.of(run.origin(), 1, "train")
                .neuralEntropy(Moments.ofMean(2, 8))
                .build();
    }
}
