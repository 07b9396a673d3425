package io.neuralentropy.trainer;

import io.neuralentropy.events.Origin;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.loop.LossWeight;
import io.neuralentropy.trainer.network.LearningRate;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EdmLaw;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.EvaluationRule;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What to train, on what, how long. The defaults are those of the paper's experiments on mixtures (arXiv:2409.03817,
 * scripts/mlp.py of its code).
 *
 * @param run the run's id
 * @param name for people; null: none
 * @param group of runs that are compared; null: none
 * @param process the diffusion, with its κ
 * @param objective what the network puts out
 * @param lossWeight the factor in the loss
 * @param dataSet what to train on
 * @param batch data points a step, at least 1
 * @param throwsPerPoint throws of diffusion time and noise for each of them, at least 1
 * @param steps planned steps in all, at least 1
 * @param seed of everything random in training: initial values, order of data, times, noise
 * @param learningRate of Adam, above 0
 * @param timeLaw how diffusion times are drawn
 * @param entropies how they are estimated, over which range of log-SNR
 * @param network its architecture and size
 * @param averageDecay of the average of the parameters that evaluations and samples use; 0: they use the parameters themselves
 * @param clip longest gradient that is applied as it is, longer ones are shortened to it; infinite: any
 * @param evaluationInterval steps between evaluations on held-out points, one more at the end; 0: never
 * @param evaluationPoints held-out points of an evaluation, at most; at least 2
 * @param checkpointDirectory null: no checkpoints
 * @param checkpointInterval steps between checkpoints, one more at the end; at least 1
 * @param resume go on from the newest checkpoint of the run; from the start where there is none
 * @param samples that are written now and then
 * @param threads parts of a batch that are worked on at once, 1 to {@code batch}. The same seed and the same number give the
 *     same bits; 1 on a GPU
 * @param constantRateSteps steps after which the learning rate falls as 1/√step; 0: never
 */
public record TrainingOptions(
        String run,
        String name,
        String group,
        DiffusionProcess process,
        Objective objective,
        LossWeight lossWeight,
        DataSetRequest dataSet,
        int batch,
        int throwsPerPoint,
        long steps,
        long seed,
        double learningRate,
        TimeLaw timeLaw,
        EntropySettings entropies,
        NetworkOptions network,
        double averageDecay,
        double clip,
        long evaluationInterval,
        int evaluationPoints,
        Path checkpointDirectory,
        long checkpointInterval,
        boolean resume,
        SampleOptions samples,
        int threads,
        long constantRateSteps) {
    private static final int MAX_TEXT = 256;
    private static final int MAX_ROWS = 1 << 20;

    /** @throws TrainingException when an option is out of its range */
    public TrainingOptions {
        require(
                Origin.isRunId(run),
                "run must be 1 to " + Origin.MAX_RUN_LENGTH + " of A-Z a-z 0-9 . _ - and not '" + run + "'");
        require(name == null || name.length() <= MAX_TEXT, "name must have at most " + MAX_TEXT + " characters");
        require(group == null || group.length() <= MAX_TEXT, "group must have at most " + MAX_TEXT + " characters");
        require(dataSet != null, "name a data set");
        require(batch >= 1, "batch must be at least 1, not " + batch);
        require(throwsPerPoint >= 1, "throws per point must be at least 1, not " + throwsPerPoint);
        require(
                (long) batch * throwsPerPoint <= MAX_ROWS,
                "batch x throws must be at most " + MAX_ROWS + ", not " + (long) batch * throwsPerPoint);
        require(steps >= 1, "steps must be at least 1, not " + steps);
        checkRate(learningRate, constantRateSteps);
        require(averageDecay >= 0 && averageDecay < 1, "average decay must be at least 0 and below 1: " + averageDecay);
        require(clip > 0, "clip must be above 0, not " + clip);
        require(evaluationInterval >= 0, "evaluation interval must be 0 (never) or more, not " + evaluationInterval);
        require(evaluationPoints >= 2, "evaluation points must be at least 2, not " + evaluationPoints);
        require(checkpointInterval >= 1, "checkpoint interval must be at least 1, not " + checkpointInterval);
        require(
                !resume || checkpointDirectory != null,
                "to resume, name the directory that holds the run's checkpoints");
        require(
                threads >= 1 && threads <= batch,
                "threads must be 1 to the data points of a batch (" + batch + "), not " + threads);
    }

    private static void checkRate(double rate, long constantSteps) {
        try {
            new LearningRate(rate, constantSteps);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    /** Adam's rate by step. */
    public LearningRate rate() {
        return new LearningRate(learningRate, constantRateSteps);
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new TrainingException(message);
        }
    }

    /** Starts with the defaults. */
    public static Builder of(String run, DataSetRequest dataSet) {
        return new Builder(run, dataSet);
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private static final int THROWS = 10;
        private static final double AVERAGE_DECAY = 0.999;
        /** Of {@link Objective#DATA_PREDICTION}. */
        private static final long CONSTANT_RATE_STEPS = 1000;

        private final String run;
        private final DataSetRequest dataSet;
        private String name;
        private String group;
        private String process = "vp";
        private Double kappa;
        private EdmLaw edmLaw = EdmLaw.UNSET;
        private Objective objective = Objective.ENTROPY_MATCHING;
        private LossWeight lossWeight;
        private int batch = 32;
        private Integer throwsPerPoint;
        private long steps = 51_200;
        private long seed = 1;
        private double learningRate = 1e-4;
        private Long constantRateSteps;
        private TimeLaw timeLaw = TimeLaw.STRATIFIED;
        private Estimator estimator;
        private boolean controlVariates;
        private NetworkOptions network = NetworkOptions.mlp();
        private Double averageDecay;
        private double clip = Double.POSITIVE_INFINITY;
        private EvaluationRule evaluationRule = EvaluationRule.EXACT;
        private SampleOptions samples = SampleOptions.NONE;
        private long evaluationInterval = 1000;
        private int evaluationPoints = 128;
        private Path checkpointDirectory;
        private long checkpointInterval = 1000;
        private boolean resume;
        private int threads = 2;

        private Builder(String run, DataSetRequest dataSet) {
            this.run = run;
            this.dataSet = dataSet;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder group(String value) {
            group = value;
            return this;
        }

        /** Its name; {@link DiffusionProcess#named} knows which there are. */
        public Builder process(String value) {
            process = value;
            return this;
        }

        /** Width of the equilibrium distribution; null: the usual one of the process. */
        public Builder kappa(Double value) {
            kappa = value;
            return this;
        }

        /** Numbers of the process {@code edm}. */
        public Builder edmLaw(EdmLaw value) {
            edmLaw = value;
            return this;
        }

        public Builder objective(Objective value) {
            objective = value;
            return this;
        }

        /** Null: min-snr for data prediction, else the objective's own. */
        public Builder lossWeight(LossWeight value) {
            lossWeight = value;
            return this;
        }

        public Builder batch(int value) {
            batch = value;
            return this;
        }

        /** Null: 10 as in the paper's experiments on mixtures, 1 for a U-Net as in those on images. */
        public Builder throwsPerPoint(Integer value) {
            throwsPerPoint = value;
            return this;
        }

        public Builder steps(long value) {
            steps = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        /** Steps after which the rate falls as 1/√step; 0: never. Null: 1,000 for data prediction, else never. */
        public Builder constantRateSteps(Long value) {
            constantRateSteps = value;
            return this;
        }

        public Builder timeLaw(TimeLaw value) {
            timeLaw = value;
            return this;
        }

        /** Null: averages over time for entropy matching on the paper's processes, else bins. */
        public Builder estimator(Estimator value) {
            estimator = value;
            return this;
        }

        /** Whether the bins take out what the norms of noise and data explain. */
        public Builder controlVariates(boolean value) {
            controlVariates = value;
            return this;
        }

        /** An MLP of these widths. */
        public Builder hidden(List<Integer> value) {
            return network(NetworkOptions.mlp(value));
        }

        public Builder network(NetworkOptions value) {
            network = value;
            return this;
        }

        /** Null: 0.999 for a U-Net and for data prediction, else none. */
        public Builder averageDecay(Double value) {
            averageDecay = value;
            return this;
        }

        public Builder clip(double value) {
            clip = value;
            return this;
        }

        public Builder evaluationRule(EvaluationRule value) {
            evaluationRule = value;
            return this;
        }

        public Builder samples(SampleOptions value) {
            samples = value;
            return this;
        }

        public Builder evaluationInterval(long value) {
            evaluationInterval = value;
            return this;
        }

        public Builder evaluationPoints(int value) {
            evaluationPoints = value;
            return this;
        }

        public Builder checkpointDirectory(Path value) {
            checkpointDirectory = value;
            return this;
        }

        public Builder checkpointInterval(long value) {
            checkpointInterval = value;
            return this;
        }

        public Builder resume(boolean value) {
            resume = value;
            return this;
        }

        public Builder threads(int value) {
            threads = value;
            return this;
        }

        /** @throws TrainingException when an option is out of its range; one line that says what would be in it */
        public TrainingOptions build() {
            try {
                return checked();
            } catch (IllegalArgumentException e) {
                throw new TrainingException(e.getMessage(), e);
            }
        }

        private TrainingOptions checked() {
            DiffusionProcess named =
                    DiffusionProcess.named(String.valueOf(process).toLowerCase(Locale.ROOT), kappa, edmLaw);
            objective.check(named);
            LossWeight weight = lossWeight == null ? LossWeight.usual(objective) : lossWeight;
            weight.check(named);
            Estimator chosen = estimator == null ? Estimator.usual(named, objective) : estimator;
            chosen.check(named);
            // an error of x0 counts SNR-fold in the entropies: Adam's wander at a constant rate would be all that they
            // show
            boolean data = objective == Objective.DATA_PREDICTION;
            boolean images = network.kind() == NetworkOptions.Kind.UNET;
            require(
                    !controlVariates || chosen == Estimator.BINS,
                    "control variates belong to the estimator bins, not to " + chosen);
            return new TrainingOptions(
                    run,
                    name,
                    group,
                    named,
                    objective,
                    weight,
                    dataSet,
                    batch,
                    throwsPerPoint == null ? images ? 1 : THROWS : throwsPerPoint,
                    steps,
                    seed,
                    learningRate,
                    timeLaw,
                    EntropySettings.of(chosen, named, objective, controlVariates, evaluationRule),
                    network,
                    averageDecay == null ? images || data ? AVERAGE_DECAY : 0 : averageDecay,
                    clip,
                    evaluationInterval,
                    evaluationPoints,
                    checkpointDirectory,
                    checkpointInterval,
                    resume,
                    samples,
                    threads,
                    constantRateSteps == null ? data ? CONSTANT_RATE_STEPS : 0 : constantRateSteps);
        }
    }
}
