package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.TrainingException;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.loop.LossWeight;
import io.neuralentropy.trainer.science.EdmLaw;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.EvaluationRule;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What to train, on what, for how long. Defaults are those of the paper's experiments. */
final class TrainingArguments {
    @Option(
            names = "--run",
            paramLabel = "ID",
            description = "The run's id, 1 to 128 of A-Z a-z 0-9 . _ - (default: made of process, data and the time).")
    private String run;

    @Option(names = "--name", paramLabel = "TEXT", description = "A name of the run for people.")
    private String name;

    @Option(names = "--group", paramLabel = "TEXT", description = "Group of runs that are compared.")
    private String group;

    @Option(
            names = "--process",
            paramLabel = "NAME",
            defaultValue = "vp",
            description = "Diffusion: vp, vpx, sl, cosine, rectified-flow, edm, ddpm-linear, ddpm-scaled-linear or"
                    + " ddpm-cosine (default: ${DEFAULT-VALUE}).")
    private String process;

    @Option(
            names = "--kappa",
            paramLabel = "K",
            description =
                    "Width of the equilibrium distribution (default: 0.1 for vpx and sl, sigma-data for edm, else 1).")
    private Double kappa;

    @Option(
            names = "--sigma-data",
            paramLabel = "S",
            description = "Standard deviation of the data that edm reckons with (default: 0.5).")
    private Double sigmaData;

    @Option(
            names = "--p-mean",
            paramLabel = "M",
            description = "Mean of the logarithm of edm's noise levels in training (default: -1.2).")
    private Double noiseMean;

    @Option(
            names = "--p-std",
            paramLabel = "S",
            description = "Standard deviation of the logarithm of edm's noise levels in training (default: 1.2).")
    private Double noiseDeviation;

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            defaultValue = "entropy-matching",
            converter = ObjectiveName.class,
            description = "What the network puts out: entropy-matching, score-matching, noise-prediction,"
                    + " data-prediction, v-prediction, edm or velocity (default: ${DEFAULT-VALUE}).")
    private Objective objective;

    @Option(
            names = "--objective-weight",
            paramLabel = "NAME",
            defaultValue = "unit",
            converter = WeightName.class,
            description = "Factor in the loss: unit (the objective's own), noise (the noise prediction's plain square),"
                    + " min-snr or maximum-likelihood (default: ${DEFAULT-VALUE}).")
    private LossWeight weight;

    @Option(
            names = "--min-snr-gamma",
            paramLabel = "G",
            description = "Signal-to-noise ratio from which on min-snr weighs down (default: 5).")
    private Double minSnrGamma;

    @Option(
            names = "--time-law",
            paramLabel = "NAME",
            defaultValue = "stratified",
            converter = TimeLawName.class,
            description = "Draw of diffusion times: stratified (less noise) or uniform, as in the paper (default:"
                    + " ${DEFAULT-VALUE}).")
    private TimeLaw timeLaw;

    @Option(
            names = "--estimator",
            paramLabel = "NAME",
            converter = EstimatorName.class,
            description = "Estimate of the entropies: bins of log-SNR, or time-average as in the paper (default:"
                    + " time-average for entropy-matching on vp, vpx and sl, else bins).")
    private Estimator estimator;

    @Option(
            names = "--control-variates",
            description = "Take out of the bins what the norms of noise and data explain; pays from about 1000 throws a"
                    + " step on.")
    private boolean controlVariates;

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            defaultValue = "gaussian-mixture",
            description =
                    "gaussian, gaussian-mixture, fashion-mnist, or the path of an IDX, CSV, .npy or CIFAR-10 .bin file"
                            + " or of CIFAR-10's directory (default: ${DEFAULT-VALUE}).")
    private String dataset;

    @Option(
            names = "--dataset-dir",
            paramLabel = "DIR",
            description = "Where the IDX files of fashion-mnist are (default: where the package dataset-fashion-mnist"
                    + " puts them).")
    private Path datasetDirectory;

    @Option(
            names = "--dataset-size",
            paramLabel = "N",
            defaultValue = "0",
            description = "Data points to train on; 0: all, 8192 where they are drawn (default: ${DEFAULT-VALUE}).")
    private int datasetSize;

    @Option(
            names = "--dataset-seed",
            paramLabel = "SEED",
            defaultValue = "0",
            description = "Seed of the data's draw and split (default: ${DEFAULT-VALUE}).")
    private long datasetSeed;

    @Option(
            names = "--dimension",
            paramLabel = "D",
            defaultValue = "0",
            description = "Dimension of a data point; 0: as the data have it, 3 where they are drawn (default:"
                    + " ${DEFAULT-VALUE}).")
    private int dimension;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "51200",
            description = "Steps in all (default: ${DEFAULT-VALUE}).")
    private long steps;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Data points per step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--throws",
            paramLabel = "N",
            description = "Throws of time and noise per data point (default: 10, of unet 1).")
    private Integer throwsPerPoint;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "1e-4",
            description = "Adam's learning rate (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description = "Longest gradient that is applied as it is; longer ones are shortened to it (default: any).")
    private Double clip;

    @Option(
            names = "--average-decay",
            paramLabel = "D",
            description =
                    "Decay per step of the moving average of the weights that evaluations and samples use; 0: they"
                            + " use the weights themselves (default: 0, of unet 0.999).")
    private Double averageDecay;

    @Mixin
    private NetworkArguments network;

    @Mixin
    private SampleArguments samples;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seed of weights, order, times and noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads that share a batch; the same seed and number give the same bits (default:"
                    + " ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--evaluation-interval",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Steps between evaluations on held-out data; 0: none (default: ${DEFAULT-VALUE}).")
    private long evaluationInterval;

    @Option(
            names = "--evaluation-points",
            paramLabel = "N",
            defaultValue = "128",
            description = "Held-out points of an evaluation, at most (default: ${DEFAULT-VALUE}).")
    private int evaluationPoints;

    @Option(
            names = "--evaluation-rule",
            paramLabel = "NAME",
            defaultValue = "exact",
            converter = RuleName.class,
            description = "How held-out entropies and likelihood are integrated: exact, or paper as in the paper's code"
                    + " (default: ${DEFAULT-VALUE}).")
    private EvaluationRule evaluationRule;

    @Option(
            names = "--checkpoint-dir",
            paramLabel = "DIR",
            description = "Where checkpoints are kept (default: none are made).")
    private Path checkpointDirectory;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Steps between checkpoints (default: ${DEFAULT-VALUE}).")
    private long checkpointInterval;

    @Option(names = "--resume", description = "Go on from the run's newest checkpoint in --checkpoint-dir.")
    private boolean resume;

    /**
     * @param now part of the id of a run that was given none: a repeated one would only show duplicates
     * @throws io.neuralentropy.trainer.TrainingException where a value is out of its range
     */
    TrainingOptions options(LocalDateTime now) {
        DataSetRequest data = new DataSetRequest(dataset, dimension, datasetSize, datasetSeed, datasetDirectory);
        return TrainingOptions.of(run == null ? defaultRun(now) : run, data)
                .name(name)
                .group(group)
                .process(process)
                .kappa(kappa)
                .edmLaw(edmLaw())
                .objective(objective)
                .lossWeight(lossWeight())
                .timeLaw(timeLaw)
                .estimator(estimator)
                .controlVariates(controlVariates)
                .steps(steps)
                .batch(batch)
                .throwsPerPoint(throwsPerPoint)
                .learningRate(learningRate)
                .network(network.options())
                .clip(clip == null ? Double.POSITIVE_INFINITY : clip)
                .averageDecay(averageDecay)
                .samples(samples.options())
                .evaluationPoints(evaluationPoints)
                .evaluationRule(evaluationRule)
                .seed(seed)
                .threads(threads)
                .evaluationInterval(evaluationInterval)
                .checkpointDirectory(checkpointDirectory)
                .checkpointInterval(checkpointInterval)
                .resume(resume)
                .build();
    }

    private LossWeight lossWeight() {
        if (minSnrGamma == null) {
            return weight;
        }
        if (weight != LossWeight.MIN_SNR) {
            throw new TrainingException("min-snr-gamma belongs to the objective weight min-snr, not to " + weight);
        }
        try {
            return LossWeight.minSnr(minSnrGamma);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    private EdmLaw edmLaw() {
        try {
            return new EdmLaw(sigmaData, noiseMean, noiseDeviation);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    private String defaultRun(LocalDateTime now) {
        String data = Path.of(dataset).getFileName().toString().replaceFirst("\\..*", "");
        String id = process.toLowerCase(Locale.ROOT) + "-" + data.replaceAll("[^A-Za-z0-9._-]", "-") + "-s" + seed;
        return id + "-" + now.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
    }

    /** Reads the name of a loss weight. */
    private static final class WeightName implements ITypeConverter<LossWeight> {
        @Override
        public LossWeight convert(String text) {
            try {
                return LossWeight.named(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    /** Reads the name of an objective. */
    private static final class ObjectiveName extends EnumName<Objective> {
        private ObjectiveName() {
            super(Objective.class);
        }
    }

    /** Reads {@code time-average} and {@code bins}. */
    private static final class EstimatorName extends EnumName<Estimator> {
        private EstimatorName() {
            super(Estimator.class);
        }
    }

    /** Reads {@code exact} and {@code paper}. */
    private static final class RuleName extends EnumName<EvaluationRule> {
        private RuleName() {
            super(EvaluationRule.class);
        }
    }

    /** Reads {@code stratified} and {@code uniform}. */
    private static final class TimeLawName extends EnumName<TimeLaw> {
        private TimeLawName() {
            super(TimeLaw.class);
        }
    }
}
