package io.neuralentropy.bench.estimator;

import io.neuralentropy.bench.Document;
import io.neuralentropy.trainer.science.BatchEntropies;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TimeLaw;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints how far the entropies of steps are from the truth, as they were and as they are. */
@Command(
        name = "estimator",
        description = "Compares the entropies of training steps with a truth that is known, by process.",
        mixinStandardHelpOptions = true)
public final class EstimatorCommand implements Callable<Integer> {
    private static final List<String> PROCESSES = List.of(
            "cosine", "rectified-flow", "edm", "vp", "ddpm-linear", "ddpm-scaled-linear", "ddpm-cosine", "vpx", "sl");

    @Option(names = "--steps", defaultValue = "20000", description = "Steps of each (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--batch", defaultValue = "32", description = "Images a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--time-law", defaultValue = "STRATIFIED", description = "Of the times (default: stratified).")
    private TimeLaw timeLaw;

    @Option(names = "--seed", defaultValue = "1", description = "Of all that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private Document document;

    private final PowerLawImages images = new PowerLawImages();

    @Override
    public Integer call() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d steps of %d × 1 throws, times %s, of a network that grows from 0.3 to 1 of the ideal one.%n%n",
                steps,
                batch,
                timeLaw.name().toLowerCase(Locale.ROOT)));
        table.append(
                "| process | | exact, nats | bins of a step: bias | sd of a step | past bins as control variate: bias"
                        + " | sd of a step | stated sd / true | 95 % intervals of " + Windows.STEPS
                        + " steps hold it |\n");
        table.append("|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
        PROCESSES.forEach(name -> table.append(rows(DiffusionProcess.named(name))));
        document.publish(table.toString(), "estimator");
        return 0;
    }

    private String rows(DiffusionProcess process) {
        EntropySettings settings = EntropySettings.of(Estimator.BINS, process, Objective.NOISE_PREDICTION, false);
        BatchEntropies estimator = settings.forBatches(process, timeLaw, batch, 1, 1, 1);
        double total = images.total(settings.range());
        SplittableRandom random = new SplittableRandom(seed);
        Windows[] before = {new Windows(), new Windows()};
        Windows[] after = {new Windows(), new Windows()};
        double[] times = new double[batch];
        double[] logSnr = new double[batch];
        double[][] rates = new double[2][batch];
        for (int step = 0; step < steps; step++) {
            double a = 1 - .7 * Math.exp(-step / 500.);
            timeLaw.draw(process, random, times);
            estimator.reset();
            for (int i = 0; i < batch; i++) {
                double[] drawn = images.draw(process, times[i], a, random);
                logSnr[i] = process.logSnr(times[i]);
                rates[0][i] = drawn[0] / 2;
                rates[1][i] = drawn[1] - drawn[0] / 2;
                estimator.add(i, times[i], drawn[0], drawn[1], null);
            }
            double[] truth = {a * a * total, (2 * a - a * a) * total};
            after[0].add(estimator.neural(), truth[0]);
            after[1].add(estimator.learned(), truth[1]);
            estimator.remember();
            for (int k = 0; k < 2; k++) {
                before[k].add(StepBins.integral(settings.range(), logSnr, rates[k]), Double.NaN, truth[k]);
            }
        }
        return row(process.name(), "S_NN", total, before[0], after[0])
                + row(process.name(), "S_lin", total, before[1], after[1]);
    }

    private static String row(String process, String entropy, double total, Windows before, Windows after) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %+.2f ± %.2f %% | %.1f %% | %+.2f ± %.2f %% | %.1f %% | %.2f | %.1f %% |%n",
                process,
                entropy,
                total,
                100 * before.bias(),
                100 * before.error(),
                100 * before.deviation(),
                100 * after.bias(),
                100 * after.error(),
                100 * after.deviation(),
                after.honesty(),
                100 * after.coverage());
    }
}
