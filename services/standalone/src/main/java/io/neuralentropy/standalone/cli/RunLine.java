package io.neuralentropy.standalone.cli;

import io.neuralentropy.standalone.text.Durations;
import io.neuralentropy.standalone.text.Numbers;
import io.neuralentropy.trainer.TrainingProgress;
import io.neuralentropy.trainer.TrainingProgress.Estimate;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.EntropyRange;
import io.neuralentropy.trainer.science.ThrowsOutside;
import java.util.Locale;
import java.util.Optional;

/** One line of text about a run: how far it is, what it has learned. Entropies in nats. */
final class RunLine {
    /** A share that is none but for rounding. */
    private static final double NO_SHARE = 1e-12;

    private RunLine() {}

    /** How far it is, what it has learned, how long it will take. */
    static String of(TrainingProgress progress) {
        return String.format(
                Locale.ROOT,
                "%-14s %3d %% %s  %s  %s",
                progress.run(),
                100 * progress.step() / progress.plannedSteps(),
                progress.step() + "/" + progress.plannedSteps(),
                measures(progress),
                pace(progress));
    }

    /**
     * How many throws the entropies left out, beside the shares that the law of the process expects; nothing where none were and
     * none should be.
     */
    static Optional<String> outside(ThrowsOutside counted, DiffusionProcess process, EntropyRange range) {
        double below = range.shareBelow(process);
        double above = range.shareAbove(process);
        if (counted.below() + counted.above() == 0 && below + above < NO_SHARE) {
            return Optional.empty();
        }
        return Optional.of("outside the range of log-SNR: of " + counted.all() + " throws " + counted.below()
                + " below " + Numbers.text(range.low()) + shares(counted.below(), counted.all(), below) + ", "
                + counted.above() + " above " + Numbers.text(range.high())
                + shares(counted.above(), counted.all(), above));
    }

    private static String shares(long count, long all, double expected) {
        return String.format(
                Locale.ROOT, " (%.3f %%, expected %.3f %%)", 100. * count / Math.max(1, all), 100 * expected);
    }

    private static String pace(TrainingProgress progress) {
        String rate = Numbers.text(progress.stepsPerSecond()) + " steps/s";
        boolean done = progress.step() >= progress.plannedSteps();
        return done ? rate : rate + ", " + Durations.text(progress.etaSeconds()) + " left";
    }

    /** {@code S_NN 612.4 ± 3.1  η 0.71  loss 6.71}; η only where S_tot is known. */
    static String measures(TrainingProgress progress) {
        Estimate neural = progress.neuralEntropy();
        StringBuilder text = new StringBuilder("S_NN ");
        text.append(neural == null ? "-" : Numbers.withError(neural.value(), neural.standardError()));
        if (neural != null && progress.totalEntropy() != null) {
            double efficiency = neural.value() / progress.totalEntropy().nats();
            text.append("  η ").append(String.format(Locale.ROOT, "%.3f", efficiency));
        }
        return text.append("  loss ").append(Numbers.text(progress.loss())).toString();
    }
}
