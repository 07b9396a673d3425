package io.neuralentropy.standalone.cli;

import io.neuralentropy.standalone.text.Durations;
import io.neuralentropy.standalone.text.Numbers;
import io.neuralentropy.trainer.TrainingProgress;
import io.neuralentropy.trainer.TrainingProgress.Estimate;
import java.util.Locale;

/** One line of text about a run: how far it is, what it has learned. Entropies in nats. */
final class RunLine {
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
