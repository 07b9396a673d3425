package io.neuralentropy.trainer;

import io.neuralentropy.events.Origin;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.loop.LossWeight;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EdmLaw;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Estimator;
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
 * @param hidden widths of the network between its input and its output
 * @param evaluationInterval steps between evaluations on held-out points, one more at the end; 0: never
 * @param evaluationPoints held-out points of an evaluation, at most; at least 2
 * @param checkpointDirectory null: no checkpoints
 * @param checkpointInterval steps between checkpoints, one more at the end; at least 1
 * @param resume go on from the newest checkpoint of the run; from the start where there is none
 * @param threads parts of a batch that are worked on at once, 1 to {@code batch}. The same seed and the same number give the
 *     same bits; 1 on a GPU
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
        List<Integer> hidden,
        long evaluationInterval,
        int evaluationPoints,
        Path checkpointDirectory,
        long checkpointInterval,
        boolean resume,
        int threads) {
    private static final int MAX_TEXT = 256;
    private static final int MAX_ROWS = 1 << 20;
    private static final int MAX_WIDTH = 1 << 14;

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
        require(
                learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
                "learning rate must be above 0, not " + learningRate);
        require(!hidden.isEmpty(), "the network needs at least one hidden width");
        require(
                hidden.stream().allMatch(width -> width >= 1 && width <= MAX_WIDTH),
                "hidden widths must be 1 to " + MAX_WIDTH + ", not " + hidden);
        require(evaluationInterval >= 0, "evaluation interval must be 0 (never) or more, not " + evaluationInterval);
        require(evaluationPoints >= 2, "evaluation points must be at least 2, not " + evaluationPoints);
        require(checkpointInterval >= 1, "checkpoint interval must be at least 1, not " + checkpointInterval);
        require(
                !resume || checkpointDirectory != null,
                "to resume, name the directory that holds the run's checkpoints");
        require(
                threads >= 1 && threads <= batch,
                "threads must be 1 to the data points of a batch (" + batch + "), not " + threads);
        hidden = List.copyOf(hidden);
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
        private final String run;
        private final DataSetRequest dataSet;
        private String name;
        private String group;
        private String process = "vp";
        private Double kappa;
        private EdmLaw edmLaw = EdmLaw.UNSET;
        private Objective objective = Objective.ENTROPY_MATCHING;
        private LossWeight lossWeight = LossWeight.UNIT;
        private int batch = 32;
        private int throwsPerPoint = 10;
        private long steps = 51_200;
        private long seed = 1;
        private double learningRate = 1e-4;
        private TimeLaw timeLaw = TimeLaw.STRATIFIED;
        private Estimator estimator;
        private boolean controlVariates;
        private List<Integer> hidden = List.of(512, 256);
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

        public Builder lossWeight(LossWeight value) {
            lossWeight = value;
            return this;
        }

        public Builder batch(int value) {
            batch = value;
            return this;
        }

        public Builder throwsPerPoint(int value) {
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

        public Builder hidden(List<Integer> value) {
            hidden = value;
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
            lossWeight.check(named);
            Estimator chosen = estimator == null ? Estimator.usual(named, objective) : estimator;
            chosen.check(named);
            require(
                    !controlVariates || chosen == Estimator.BINS,
                    "control variates belong to the estimator bins, not to " + chosen);
            return new TrainingOptions(
                    run,
                    name,
                    group,
                    named,
                    objective,
                    lossWeight,
                    dataSet,
                    batch,
                    throwsPerPoint,
                    steps,
                    seed,
                    learningRate,
                    timeLaw,
                    EntropySettings.of(chosen, named, objective, controlVariates),
                    hidden,
                    evaluationInterval,
                    evaluationPoints,
                    checkpointDirectory,
                    checkpointInterval,
                    resume,
                    threads);
        }
    }
}
