package io.neuralentropy.standalone.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import io.neuralentropy.monitor.snapshot.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a monitor's API says of a run ({@code /api/runs/RUN}), with its curve ({@code /api/runs/RUN/curve}) where that was asked for.
 */
public final class MonitorAnswer {
    /** Neighbouring buckets of the monitor's curve, 128 per doubling, that make one of a result. */
    private static final int NEIGHBOURS = 4;

    private final JsonNode run;

    public MonitorAnswer(JsonNode run) {
        this.run = run;
    }

    /** Whether everything up to a step is in it: an evaluation on held-out points comes after its step. */
    public boolean shows(long step) {
        return run.path("step").asLong() >= step && station(step).isPresent();
    }

    /** Whether the end of the run is in it, which comes after everything else. */
    public boolean showsEnd(long step) {
        String status = run.path("status").asText();
        return run.path("step").asLong() >= step && (status.equals("completed") || status.equals("failed"));
    }

    /** The evaluation on held-out points at just this step. */
    public Optional<Station> station(long step) {
        return StreamSupport.stream(run.path("evaluations").spliterator(), false)
                .filter(evaluation -> evaluation.path("split").asText().equals("held-out")
                        && evaluation.path("step").asLong() == step)
                .map(this::station)
                .findFirst();
    }

    private Station station(JsonNode evaluation) {
        JsonNode profile = evaluation.path("profile");
        Rates rates = profile.isMissingNode()
                ? null
                : new Rates(
                        numbers(profile, "at"),
                        numbers(profile, "neural"),
                        numbers(profile, "standardError"),
                        numbers(profile, "learned"));
        return new Station(
                evaluation.path("step").asLong(),
                estimate(evaluation.path("neuralEntropy")),
                estimate(evaluation.path("learnedEntropy")),
                rates,
                bracket());
    }

    /** As it is now: right for an evaluation that has just come. */
    private Bracket bracket() {
        return new Bracket(
                number(run.path("totalEntropyLower")),
                number(run.path("totalEntropyUpper")),
                number(run.path("gaussianEntropy")),
                number(run.path("learnedRatioLower")),
                number(run.path("learnedRatioUpper")));
    }

    /**
     * The result of a run that has ended.
     *
     * @param curve as the API tells it
     * @param stations what was told on the way
     */
    public RunResult result(RunPlan plan, JsonNode curve, List<Station> stations) {
        return new RunResult(
                plan.run(),
                plan.variant(),
                plan.settings(),
                run.path("status").asText(),
                run.path("reason").asText(null),
                run.path("step").asLong(),
                run.path("missingSteps").asLong(),
                run.path("dataset").path("size").asLong(),
                new Estimate(number(run.path("totalEntropy")), number(run.path("totalEntropyStandardError"))),
                number(run.path("seconds")),
                plan.options().threads(),
                Machine.present(),
                curve(curve).thinned(NEIGHBOURS),
                stations);
    }

    private static Curve curve(JsonNode curve) {
        int size = curve.path("step").size();
        return new Curve(
                counts(curve, "first"),
                counts(curve, "step"),
                counts(curve, "steps"),
                column(curve, "neuralEntropy", size),
                column(curve, "neuralEntropyStandardError", size),
                column(curve, "learnedEntropy", size),
                column(curve, "learnedEntropyStandardError", size),
                column(curve, "loss", size));
    }

    /** A column that the monitor leaves out because nothing in it is known. */
    private static double[] column(JsonNode curve, String name, int size) {
        double[] column = new double[size];
        for (int i = 0; i < size; i++) {
            column[i] = number(curve.path(name).path(i));
        }
        return column;
    }

    private static long[] counts(JsonNode node, String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }

    private static double[] numbers(JsonNode node, String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false)
                .mapToDouble(MonitorAnswer::number)
                .toArray();
    }

    private static Estimate estimate(JsonNode node) {
        return new Estimate(number(node.path("value")), number(node.path("standardError")));
    }

    /** A number as JSON has it, or as text where it is infinite; NaN where there is none. */
    private static double number(JsonNode node) {
        switch (node.asText("")) {
            case "Infinity":
                return Double.POSITIVE_INFINITY;
            case "-Infinity":
                return Double.NEGATIVE_INFINITY;
            default:
                return node.isNumber() ? node.doubleValue() : Double.NaN;
        }
    }
}
