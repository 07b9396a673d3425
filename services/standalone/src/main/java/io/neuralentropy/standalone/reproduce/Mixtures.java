package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetRequest;
import java.util.List;

/** Runs on the paper's mixtures in the setting of scripts/mlp.py of its code. */
final class Mixtures {
    static final int QUICK_EPOCHS = 5;
    static final int EPOCHS = 200;

    /** Where the paper tells something of learning curves or of rates: one run serves both. */
    private static final List<Integer> STATIONS = List.of(5, 10, 20, 30, 40, 80, 120, 160, 200);

    private Mixtures() {}

    /** A run in the paper's setting: each seed has its own network, order, noise and data. */
    static RunPlan plan(String process, int dimension, int seed, Scope scope) {
        String variant = process + "-d" + dimension;
        int epochs = scope.epochs(QUICK_EPOCHS, EPOCHS);
        DataSetRequest data =
                DataSetRequest.of("gaussian-mixture").withDimension(dimension).withSeed(seed - 1L);
        TrainingOptions options = Plans.options(variant + "-s" + seed, data, seed, epochs, scope)
                .process(process)
                .group("mixture-d" + dimension)
                .build();
        return new RunPlan(variant, options, Plans.stations(STATIONS, epochs));
    }
}
