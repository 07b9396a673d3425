package io.neuralentropy.standalone.reproduce;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The experiments by name. */
public final class Experiments {
    private static final PaperNumbers PAPER = PaperNumbers.load();
    private static final List<Experiment> ALL = List.of(
            new LearningCurves(PAPER),
            new EntropyRates(PAPER),
            new StorageLaws(PAPER),
            new ToyGaussian(),
            new Objectives(),
            new Images());

    private Experiments() {}

    /** Their names, for people. */
    public static String names() {
        return ALL.stream().map(Experiment::name).collect(Collectors.joining(", "));
    }

    /** @throws ReproduceException when there is no such experiment */
    public static Experiment named(String name) {
        return ALL.stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ReproduceException("unknown experiment '" + name + "': use one of " + names()));
    }

    /**
     * The runs of an experiment that are wanted.
     *
     * @throws ReproduceException when one is named that it does not have
     */
    public static List<RunPlan> wanted(Experiment experiment, Scope scope) {
        List<RunPlan> all = experiment.runs(scope);
        Set<String> unknown = new LinkedHashSet<>(scope.only());
        all.forEach(plan -> unknown.removeAll(Set.of(plan.run(), plan.variant())));
        if (!unknown.isEmpty()) {
            throw new ReproduceException(experiment.name() + " has no run " + String.join(", ", unknown) + ": use "
                    + all.stream().map(RunPlan::variant).distinct().collect(Collectors.joining(", ")));
        }
        return all.stream()
                .filter(plan -> scope.only().isEmpty()
                        || scope.only().contains(plan.run())
                        || scope.only().contains(plan.variant()))
                .toList();
    }
}
