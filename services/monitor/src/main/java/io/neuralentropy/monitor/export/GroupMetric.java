package io.neuralentropy.monitor.export;

import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import java.util.function.ToDoubleFunction;

/**
 * Every metric of a group of runs, once. Label of each: {@code group}. The storage law is S = a + b ln N over the group's
 * runs of different N, S in nats per data point.
 */
public enum GroupMetric {
    SLOPE(
            "neural_entropy_group_law_slope_nats",
            "Slope b of the storage law S_NN = a + b ln N over the runs of a group, per e-fold of N.",
            g -> g.neural().slope().value()),
    SLOPE_ERROR(
            "neural_entropy_group_law_slope_stderr_nats",
            "Standard error of neural_entropy_group_law_slope_nats.",
            g -> g.neural().slope().standardError()),
    INTERCEPT(
            "neural_entropy_group_law_intercept_nats",
            "Intercept a of the storage law of S_NN.",
            g -> g.neural().intercept().value()),
    INTERCEPT_ERROR(
            "neural_entropy_group_law_intercept_stderr_nats",
            "Standard error of neural_entropy_group_law_intercept_nats.",
            g -> g.neural().intercept().standardError()),
    LEARNED_SLOPE(
            "neural_entropy_group_law_learned_slope_nats",
            "Slope of the storage law of S_lin, per e-fold of N.",
            g -> g.learned().slope().value()),
    LEARNED_SLOPE_ERROR(
            "neural_entropy_group_law_learned_slope_stderr_nats",
            "Standard error of neural_entropy_group_law_learned_slope_nats.",
            g -> g.learned().slope().standardError()),
    LEARNED_INTERCEPT(
            "neural_entropy_group_law_learned_intercept_nats",
            "Intercept of the storage law of S_lin.",
            g -> g.learned().intercept().value()),
    LEARNED_INTERCEPT_ERROR(
            "neural_entropy_group_law_learned_intercept_stderr_nats",
            "Standard error of neural_entropy_group_law_learned_intercept_nats.",
            g -> g.learned().intercept().standardError()),
    RUNS(
            "neural_entropy_group_runs",
            "Runs of the group of which N and an entropy are known.",
            g -> g.runs().size());

    private final String metricName;
    private final String help;
    private final ToDoubleFunction<GroupSnapshot> value;

    GroupMetric(String metricName, String help, ToDoubleFunction<GroupSnapshot> value) {
        this.metricName = metricName;
        this.help = help;
        this.value = value;
    }

    public String metricName() {
        return metricName;
    }

    public String help() {
        return help;
    }

    /** Its value; NaN where unknown: then the series is left out. */
    public double of(GroupSnapshot group) {
        return value.applyAsDouble(group);
    }
}
