package io.neuralentropy.standalone.cli;

import io.neuralentropy.trainer.TrainingOptions;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private ProcessArguments process;

    @Mixin
    private ObjectiveArguments objective;

    @Mixin
    private DataArguments data;

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
            names = "--rate-decay-after",
            paramLabel = "N",
            description = "Steps after which the learning rate falls as 1/sqrt(step); 0: never (default: 0, of"
                    + " data-prediction 1000).")
    private Long rateDecayAfter;

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
                            + " use the weights themselves (default: 0, of unet and data-prediction 0.999).")
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

    @Mixin
    private EntropyArguments entropies;

    @Mixin
    private CheckpointArguments checkpoints;

    /**
     * @param now part of the id of a run that was given none: a repeated one would only show duplicates
     * @throws io.neuralentropy.trainer.TrainingException where a value is out of its range
     */
    TrainingOptions options(LocalDateTime now) {
        TrainingOptions.Builder options = TrainingOptions.of(run == null ? defaultRun(now) : run, data.request())
                .name(name)
                .group(group)
                .steps(steps)
                .batch(batch)
                .throwsPerPoint(throwsPerPoint)
                .learningRate(learningRate)
                .constantRateSteps(rateDecayAfter)
                .clip(clip == null ? Double.POSITIVE_INFINITY : clip)
                .averageDecay(averageDecay)
                .network(network.options())
                .samples(samples.options())
                .seed(seed)
                .threads(threads);
        process.apply(options);
        objective.apply(options);
        entropies.apply(options);
        checkpoints.apply(options);
        return options.build();
    }

    private String defaultRun(LocalDateTime now) {
        String id = process.name() + "-" + data.name() + "-s" + seed;
        return id + "-" + now.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
    }
}
