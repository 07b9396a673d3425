package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.trainer.TrainingOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run that an experiment takes.
 *
 * @param variant what it is, but for its seed: {@code vpx-d9}
 * @param options of the training, whose id is the variant and the seed
 * @param stations steps at which the monitor is asked for the evaluation on held-out points, ascending; the last step is one
 */
public record RunPlan(String variant, TrainingOptions options, List<Long> stations) {
    public RunPlan {
        stations = List.copyOf(stations);
        if (stations.isEmpty() || stations.get(stations.size() - 1) != options.steps()) {
            throw new IllegalArgumentException("the last station of a run is its last step");
        }
    }

    public String run() {
        return options.run();
    }

    public long steps() {
        return options.steps();
    }

    /** What decides the numbers of the run, but for how long it goes on and on how many threads. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("process", options.process().name());
        settings.put("kappa", Double.toString(options.process().kappa()));
        settings.put("objective", options.objective().toString());
        settings.put("dataset", options.dataSet().name());
        settings.put("dimension", Integer.toString(options.dataSet().dimension()));
        settings.put("size", Integer.toString(options.dataSet().size()));
        settings.put("dataset-seed", Long.toString(options.dataSet().seed()));
        settings.put("batch", Integer.toString(options.batch()));
        settings.put("throws", Integer.toString(options.throwsPerPoint()));
        settings.put("times", options.timeLaw().toString());
        settings.put("loss-weight", options.lossWeight().toString());
        settings.put("learning-rate", Double.toString(options.learningRate()));
        settings.put("network", options.network().toString());
        if (options.constantRateSteps() != 0) {
            settings.put("rate-decay-after", Long.toString(options.constantRateSteps()));
            settings.put("average-decay", Double.toString(options.averageDecay()));
        }
        settings.put("seed", Long.toString(options.seed()));
        return settings;
    }
}
