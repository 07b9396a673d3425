package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.snapshot.Estimate;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;

/** Results as runs would have given them. */
final class Samples {
    static final Scope FULL = new Scope(false, 0, 1, 2, Set.of(), Path.of("checkpoints"), false);
    static final Scope QUICK = new Scope(true, 0, 1, 2, Set.of(), Path.of("checkpoints"), false);

    private Samples() {}

    /** A result of a plan whose S_NN at a step is given; S_lin is a tenth less, every error a hundredth. */
    static RunResult of(RunPlan plan, DoubleUnaryOperator neural) {
        List<Station> stations = plan.stations().stream()
                .map(step -> {
                    double value = neural.applyAsDouble(step);
                    return new Station(
                            step,
                            new Estimate(value, value / 100),
                            new Estimate(0.9 * value, value / 100),
                            new Rates(
                                    new double[] {0.1, 0.5, 0.9},
                                    new double[] {1, 3, 2},
                                    new double[] {0.1, 0.1, 0.1},
                                    new double[] {1, 2, 1}),
                            new Bracket(200, 400, 150, value / 400, value / 200));
                })
                .toList();
        return new RunResult(
                plan.run(),
                plan.variant(),
                plan.settings(),
                "completed",
                null,
                plan.steps(),
                0,
                plan.options().dataSet().size() == 0
                        ? 8192
                        : plan.options().dataSet().size(),
                new Estimate(260, 0.5),
                90,
                2,
                new Machine("a processor", 2, "17"),
                curve(plan.steps(), neural),
                stations);
    }

    /** Buckets of 16 steps. */
    static Curve curve(long steps, DoubleUnaryOperator neural) {
        long[] last = LongStream.rangeClosed(1, steps / 16).map(i -> 16 * i).toArray();
        long[] first = Arrays.stream(last).map(end -> end - 15).toArray();
        long[] counts = Arrays.stream(last).map(end -> 16).toArray();
        double[] means = Arrays.stream(last)
                .mapToDouble(end -> neural.applyAsDouble(end - 7.5))
                .toArray();
        double[] errors = Arrays.stream(means).map(mean -> mean / 100).toArray();
        double[] learned = Arrays.stream(means).map(mean -> 0.9 * mean).toArray();
        return new Curve(first, last, counts, means, errors, learned, errors, learned);
    }
}
