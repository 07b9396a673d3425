package io.neuralentropy.bench.micro;

import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * One row of the table.
 *
 * @param name of the benchmark's method
 * @param parameters as {@code key=value}
 * @param cpuMicros processor time per operation in the fastest iteration: the others had compilation going on, or company
 * @param micros time on the clock per operation
 * @param error half of the 99.9 % confidence interval of {@code micros}; NaN with fewer than three iterations
 * @param allocated bytes of heap per operation
 * @param bytes read or written per operation
 */
record Measured(
        String name, String parameters, double cpuMicros, double micros, double error, double allocated, double bytes) {
    static Measured of(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        String parameters = result.getParams().getParamsKeys().stream()
                .map(key -> key + "=" + result.getParams().getParam(key))
                .collect(Collectors.joining(" "));
        Result<?> time = result.getPrimaryResult();
        return new Measured(
                benchmark.substring(benchmark.lastIndexOf('.') + 1),
                parameters,
                cpuMicros(result),
                time.getScore() / 1000,
                time.getScoreError() / 1000,
                score(result, "gc.alloc.rate.norm"),
                score(result, "bytes") / score(result, "operations"));
    }

    private static double cpuMicros(RunResult result) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration
                                .getSecondaryResults()
                                .get("cpuNanos")
                                .getScore()
                        / iteration.getSecondaryResults().get("operations").getScore()
                        / 1000)
                .min()
                .orElseThrow();
    }

    private static double score(RunResult result, String name) {
        Result<?> secondary = result.getSecondaryResults().get(name);
        if (secondary == null) {
            throw new IllegalStateException("not measured: " + name);
        }
        return secondary.getScore();
    }
}
