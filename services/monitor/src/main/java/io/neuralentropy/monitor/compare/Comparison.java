package io.neuralentropy.monitor.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Two or more runs side by side, by their curves. Values are means over a sixteenth of the way, which evens out the noise
 * of single steps alike for all; η = S_NN / S_tot and φ = S_lin / S_tot are unknown where S_tot is. NaN is unknown.
 *
 * <p>"Equal" means at the furthest place that every run has reached, over the last sixteenth of the way to there; runs of
 * which an axis is unknown (samples or durations were not stated) have no values there and do not shorten it. A level
 * counts as reached when the mean over the sixteenth around a step first is at it.
 *
 * @param equal per axis, all runs at the same place
 * @param reached per run, in the order given, what it needed for each level
 */
public record Comparison(Map<Axis, Equal> equal, List<Reached> reached) {
    /** Efficiencies that are looked for unless told otherwise. */
    public static final List<Double> DEFAULT_EFFICIENCIES = List.of(0.5, 0.9, 0.95);

    /**
     * All runs at one place of an axis.
     *
     * @param place steps, samples or seconds; NaN where no run knows
     * @param values per run, in the order given
     */
    public record Equal(double place, List<Values> values) {}

    /** What a run has there: S_NN and S_lin in nats, η, φ, loss. */
    public record Values(
            double neuralEntropy, double learnedEntropy, double efficiency, double learnedRatio, double loss) {}

    /**
     * What a run needed.
     *
     * @param efficiencies per wanted η
     * @param entropies per wanted S_NN
     */
    public record Reached(List<Reach> efficiencies, List<Reach> entropies) {}

    /**
     * The first time that a level was reached.
     *
     * @param level η, or S_NN in nats
     * @param steps at the crossing, interpolated, and likewise samples and seconds; NaN where it never was
     */
    public record Reach(double level, double steps, double samples, double seconds) {}

    /**
     * Compares.
     *
     * @param runs at least one
     * @param efficiencies η to look for
     * @param entropies S_NN to look for, nats
     */
    public static Comparison of(List<ComparedRun> runs, List<Double> efficiencies, List<Double> entropies) {
        Map<Axis, Equal> equal = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.values()) {
            equal.put(axis, equal(runs, axis));
        }
        List<Reached> reached = runs.stream()
                .map(run -> new Reached(
                        efficiencies.stream()
                                .map(level -> reach(run, level, level * run.total()))
                                .toList(),
                        entropies.stream()
                                .map(level -> reach(run, level, level))
                                .toList()))
                .toList();
        return new Comparison(equal, reached);
    }

    private static Equal equal(List<ComparedRun> runs, Axis axis) {
        double place = runs.stream()
                .mapToDouble(run -> run.end(axis))
                .filter(end -> !Double.isNaN(end))
                .min()
                .orElse(Double.NaN);
        List<Values> values = new ArrayList<>();
        runs.forEach(run -> values.add(values(run, axis, place)));
        return new Equal(place, values);
    }

    private static Values values(ComparedRun run, Axis axis, double place) {
        double neural = new Smooth(run, run.neural()).upTo(axis, place);
        double learned = new Smooth(run, run.learned()).upTo(axis, place);
        double loss = new Smooth(run, run.loss()).upTo(axis, place);
        return new Values(neural, learned, neural / run.total(), learned / run.total(), loss);
    }

    private static Reach reach(ComparedRun run, double level, double nats) {
        double step = new Smooth(run, run.neural()).firstReach(nats);
        return new Reach(level, step, run.spent(Axis.SAMPLES, step), run.spent(Axis.SECONDS, step));
    }
}
