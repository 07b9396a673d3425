package io.neuralentropy.trainer;

import io.neuralentropy.events.Profile;
import io.neuralentropy.events.Step;
import io.neuralentropy.trainer.data.DataSetRequest;
import java.util.Arrays;
import java.util.List;

/** Runs that are over in no time, and their curves. */
final class SmallRuns {
    static final DataSetRequest GAUSSIAN =
            DataSetRequest.of("gaussian").withDimension(1).withSize(200);

    private SmallRuns() {}

    static TrainingOptions.Builder options() {
        return options(GAUSSIAN);
    }

    static TrainingOptions.Builder options(DataSetRequest data) {
        return TrainingOptions.of("run", data)
                .batch(16)
                .throwsPerPoint(2)
                .hidden(List.of(8, 4))
                .evaluationPoints(30);
    }

    /** All that the steps computed, to the last bit; not when, nor how long it took. */
    static List<String> curve(RecordingSink sink) {
        return sink.all(Step.class).stream().map(SmallRuns::numbers).toList();
    }

    private static String numbers(Step step) {
        Profile profile = step.profile();
        return step.step() + " " + step.samples() + " " + step.loss() + " " + step.neuralEntropy() + " "
                + step.learnedEntropy() + " " + step.learningRate() + " " + step.gradientNorm()
                + (profile == null ? "" : Arrays.toString(profile.neural()) + Arrays.toString(profile.learned()));
    }
}
