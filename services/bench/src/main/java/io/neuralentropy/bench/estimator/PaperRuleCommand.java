package io.neuralentropy.bench.estimator;

import io.neuralentropy.bench.Document;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropyRange;
import io.neuralentropy.trainer.science.EntropySettings;
import io.neuralentropy.trainer.science.Estimator;
import io.neuralentropy.trainer.science.EvaluationRule;
import io.neuralentropy.trainer.science.GaussianMixture;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.TotalEntropy;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints how much of S_tot the two cells hold that the paper's code leaves out, and how well its grid integrates the others. */
@Command(
        name = "paper-rule",
        description = "What --evaluation-rule paper leaves out, by process and data.",
        mixinStandardHelpOptions = true)
public final class PaperRuleCommand implements Callable<Integer> {
    private static final List<String> PROCESSES = List.of("vp", "vpx", "sl");
    private static final List<Integer> DIMENSIONS = List.of(3, 6, 9);
    private static final int PIXELS = 784;
    private static final double PIXEL_DEVIATION = .05;
    /** Of each cell, to integrate it almost exactly. */
    private static final int PARTS = 20;

    private static final int DRAWS = 2000;

    @Mixin
    private Document document;

    @Override
    public Integer call() {
        StringBuilder table =
                new StringBuilder("| process | data | S_tot, all times | of the cells that count | in the first"
                        + " cell | in the last | grid's error in the others |\n|---|---|---:|---:|---:|---:|---:|\n");
        for (String name : PROCESSES) {
            for (int dimension : DIMENSIONS) {
                table.append(row(name, "mixture, D = " + dimension, GaussianMixture.paper(dimension)));
            }
        }
        GaussianMixture pixels = GaussianMixture.gaussian(new double[PIXELS], PIXEL_DEVIATION);
        table.append(row("vp", "Gaussian, D = " + PIXELS + ", s = " + PIXEL_DEVIATION, pixels));
        document.publish(table.toString(), "paper-rule");
        return 0;
    }

    private static String row(String name, String data, GaussianMixture law) {
        DiffusionProcess process = DiffusionProcess.named(name);
        EntropySettings settings = EntropySettings.of(
                Estimator.TIME_AVERAGE, process, Objective.ENTROPY_MATCHING, false, EvaluationRule.PAPER);
        EntropyRange all = process.range();
        EntropyRange counted = settings.range();
        double total = TotalEntropy.of(all, law).nats();
        double first = TotalEntropy.of(new EntropyRange(all.kappa(), counted.high(), all.high()), law)
                .nats();
        double last = TotalEntropy.of(new EntropyRange(all.kappa(), all.low(), counted.low()), law)
                .nats();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.4g | %.4g | %.3f %% | %.3f %% | %+.3f %% |%n",
                name,
                data,
                total,
                TotalEntropy.of(counted, law).nats(),
                100 * first / total,
                100 * last / total,
                100 * gridError(process, law, settings.grid(process).times()));
    }

    /** The trapezoidal rule over the cells that count against that over their parts, of the same draws. */
    private static double gridError(DiffusionProcess process, GaussianMixture law, double[] times) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] points = new double[DRAWS][law.dimension()];
        double[][] noise = new double[DRAWS][law.dimension()];
        for (int i = 0; i < DRAWS; i++) {
            law.sample(random, points[i]);
            for (int d = 0; d < noise[i].length; d++) {
                noise[i][d] = random.nextGaussian();
            }
        }
        double coarse = 0;
        double fine = 0;
        double before = rate(process, law, times[1], points, noise);
        for (int cell = 1; cell < times.length - 2; cell++) {
            double width = times[cell + 1] - times[cell];
            double left = before;
            for (int part = 1; part <= PARTS; part++) {
                double right = rate(process, law, times[cell] + width * part / PARTS, points, noise);
                fine += (left + right) / 2 * width / PARTS;
                left = right;
            }
            coarse += (before + left) / 2 * width;
            before = left;
        }
        return coarse / fine - 1;
    }

    /** w E‖e*‖² at a time. */
    private static double rate(
            DiffusionProcess process, GaussianMixture law, double t, double[][] points, double[][] noise) {
        double[] y = new double[law.dimension()];
        double[] ideal = new double[law.dimension()];
        double sum = 0;
        for (int i = 0; i < points.length; i++) {
            for (int d = 0; d < y.length; d++) {
                y[d] = process.alpha(t) * points[i][d] + process.sigma(t) * noise[i][d];
            }
            law.idealOutput(process, t, y, ideal);
            for (double value : ideal) {
                sum += value * value;
            }
        }
        return process.weight(t) * sum / points.length;
    }
}
