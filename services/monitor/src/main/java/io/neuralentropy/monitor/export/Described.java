package io.neuralentropy.monitor.export;

import io.neuralentropy.events.EntropyEstimate;
import io.neuralentropy.events.RunStarted;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.RunSnapshot;
import java.util.function.Function;

/** What {@code run.started} said, as a number; NaN where it did not. */
final class Described {
    private Described() {}

    static double total(RunSnapshot run) {
        return nats(run, RunStarted::totalEntropy);
    }

    /** Plus two standard errors, as it is in use. */
    static double totalUpper(RunSnapshot run) {
        EntropyEstimate stated = run.about() == null ? null : run.about().totalEntropyUpper();
        return stated == null ? Double.NaN : new Estimate(stated.nats(), stated.standardError()).upperEnd();
    }

    static double gaussian(RunSnapshot run) {
        return nats(run, RunStarted::gaussianEntropy);
    }

    static double plannedSteps(RunSnapshot run) {
        return run.about() == null || run.about().plannedSteps() == 0
                ? Double.NaN
                : run.about().plannedSteps();
    }

    static double datasetSize(RunSnapshot run) {
        boolean stated = run.about() != null
                && run.about().dataset() != null
                && run.about().dataset().size() > 0;
        return stated ? run.about().dataset().size() : Double.NaN;
    }

    private static double nats(RunSnapshot run, Function<RunStarted, EntropyEstimate> which) {
        EntropyEstimate estimate = run.about() == null ? null : which.apply(run.about());
        return estimate == null ? Double.NaN : estimate.nats();
    }
}
