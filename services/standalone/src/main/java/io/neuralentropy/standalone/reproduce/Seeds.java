package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.snapshot.Estimate;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The results of one variant under different seeds: what it shows is their mean. */
record Seeds(String variant, List<RunResult> results) {

    /** Results by variant, in the order of the variants; those without results are left out. */
    static List<Seeds> of(Stream<String> variants, List<RunResult> results) {
        return variants.map(variant -> new Seeds(
                        variant,
                        results.stream()
                                .filter(result -> result.variant().equals(variant))
                                .toList()))
                .filter(seeds -> !seeds.results().isEmpty())
                .toList();
    }

    /**
     * Mean over the runs that know the number. Its standard error is the larger of what the runs' own errors give and what their
     * scatter gives: the first does not see how networks differ, the second is itself uncertain for few runs.
     */
    Estimate mean(Function<RunResult, Estimate> number) {
        List<Estimate> known =
                results.stream().map(number).filter(Estimate::isKnown).toList();
        int n = known.size();
        if (n == 0) {
            return Estimate.UNKNOWN;
        }
        double mean = known.stream().mapToDouble(Estimate::value).average().orElseThrow();
        double squares = known.stream()
                .mapToDouble(estimate -> (estimate.value() - mean) * (estimate.value() - mean))
                .sum();
        double own = Math.sqrt(known.stream()
                        .mapToDouble(estimate -> estimate.standardError() * estimate.standardError())
                        .sum())
                / n;
        double scatter = n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
        return new Estimate(mean, Double.isNaN(own) ? scatter : Math.max(own, scatter));
    }

    /** S_NN on held-out points at a step; unknown where no run was evaluated there. */
    Estimate heldOut(long step) {
        return mean(result -> result.station(step).map(Station::neural).orElse(Estimate.UNKNOWN));
    }

    /** S_lin on held-out points at a step; unknown where no run was evaluated there. */
    Estimate heldOutLearned(long step) {
        return mean(result -> result.station(step).map(Station::learned).orElse(Estimate.UNKNOWN));
    }

    /** S_NN of the training batches around a step; unknown beyond the end of a run. */
    Estimate batches(long step) {
        return mean(result -> step <= result.steps() ? result.curve().neuralAt(step) : Estimate.UNKNOWN);
    }

    /** S_lin of the training batches around a step. */
    Estimate batchesLearned(long step) {
        return mean(result -> step <= result.steps() ? result.curve().learnedAt(step) : Estimate.UNKNOWN);
    }

    /** S_tot of the data, nats. */
    Estimate total() {
        Estimate total = results.get(0).totalEntropy();
        return total == null ? Estimate.UNKNOWN : total;
    }

    /** The steps that every run has done. */
    long steps() {
        return results.stream().mapToLong(RunResult::steps).min().orElseThrow();
    }

    /** Training time of all runs. */
    double seconds() {
        return results.stream().mapToDouble(RunResult::seconds).sum();
    }

    String setting(String name) {
        return results.get(0).settings().get(name);
    }

    int dimension() {
        return Integer.parseInt(setting("dimension"));
    }
}
