package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.standalone.text.Numbers;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.data.DataSets;
import io.neuralentropy.trainer.loop.LossWeight;
import io.neuralentropy.trainer.science.Objective;
import io.neuralentropy.trainer.science.UntrainedEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What networks of different objectives store on the way, on one data set, the paper's mixture with D = 3: S_NN, S_lin and the
 * residual X = (S_lin − S_NN)/2, which is 0 for an ideal network, above it for outputs that are too small. A network whose output
 * is e, v (κ = 1) or EDM's F (κ = σ_data) would start at S_NN = 0 if its first outputs were 0; one that predicts noise, score,
 * velocity or data starts far above S_tot and falls; S_lin nears S_tot from below in all. Each is trained with its usual process and
 * loss, the network of the paper's mixtures and Adam with 1e-4; data prediction also with the plain loss, weights that are not averaged
 * and a constant rate, like the others.
 */
final class Objectives implements Experiment {
    static final int QUICK_EPOCHS = 5;
    static final int EPOCHS = 80;

    private static final int DIMENSION = 3;
    /** Nats that are 0 but for rounding. */
    private static final double ROUNDING = 1e-9;

    private static final List<Long> STEPS =
            LongStream.of(100, 1000, 5000, 20_000).boxed().toList();

    /** Data prediction as the others are trained. */
    private static final String PLAIN_DATA = "data-cosine";

    private record Kind(String variant, Objective objective, String process) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("e-vp", Objective.ENTROPY_MATCHING, "vp"),
            new Kind("v-cosine", Objective.V_PREDICTION, "cosine"),
            new Kind("f-edm", Objective.EDM, "edm"),
            new Kind("noise-cosine", Objective.NOISE_PREDICTION, "cosine"),
            new Kind("score-vp", Objective.SCORE_MATCHING, "vp"),
            new Kind("u-flow", Objective.VELOCITY, "rectified-flow"),
            new Kind(PLAIN_DATA, Objective.DATA_PREDICTION, "cosine"),
            new Kind("data-usual", Objective.DATA_PREDICTION, "cosine"));

    @Override
    public String name() {
        return "objectives";
    }

    @Override
    public List<RunPlan> runs(Scope scope) {
        return IntStream.rangeClosed(1, scope.seeds())
                .boxed()
                .flatMap(seed -> KINDS.stream().map(kind -> plan(kind, seed, scope)))
                .toList();
    }

    private RunPlan plan(Kind kind, int seed, Scope scope) {
        int epochs = scope.epochs(QUICK_EPOCHS, EPOCHS);
        DataSetRequest data =
                DataSetRequest.of("gaussian-mixture").withDimension(DIMENSION).withSeed(seed - 1L);
        TrainingOptions.Builder options = Plans.options(kind.variant() + "-s" + seed, data, seed, epochs, scope)
                .process(kind.process())
                .objective(kind.objective())
                .group(name());
        if (kind.variant().equals(PLAIN_DATA)) {
            options.lossWeight(LossWeight.UNIT).averageDecay(0.).constantRateSteps(0L);
        }
        return new RunPlan(kind.variant(), options.build(), Plans.stations(List.of(), epochs));
    }

    @Override
    public Report report(List<RunResult> results) {
        List<Seeds> variants = Seeds.of(KINDS.stream().map(Kind::variant), results);
        Table table = new Table(
                "What is stored on the way, nats",
                List.of(
                        "",
                        "objective",
                        "process",
                        "steps",
                        "S_NN",
                        "zero output, formula",
                        "S_lin",
                        "X",
                        "(S_NN + S_lin)/2",
                        "S_lin, held out",
                        "S_tot",
                        "S_lin / S_tot"));
        variants.forEach(variant -> rows(table, variant));
        List<String> notes = new ArrayList<>();
        notes.add(
                "S_NN and S_lin of the training batches within an eighth of the way of the step, ± one standard error; X = (S_lin − S_NN)/2."
                        + " The first row of each is the mean of its first steps. Held out: of the network, or of its averaged weights where there are"
                        + " any (data-usual), after just that step, on 1,024 points that it was not trained on. S_tot is that of the process and"
                        + " its range of log-SNR, which differ.");
        notes.add(
                "Zero output, formula: S_NN = ½∫E‖d‖²dλ of a network that puts out 0, from E‖x₀‖² of the data and the process alone. The measured"
                        + " start is that, plus the S_NN of a fresh network's random output by itself, plus a term of either sign for how the two go"
                        + " together, less what the first steps have mended.");
        notes.addAll(Report.remarks(results));
        return new Report(List.of(table), figures(variants), notes);
    }

    private static void rows(Table table, Seeds variant) {
        Curve curve = variant.results().get(0).curve();
        row(
                table,
                variant,
                curve.first()[0] + " to " + curve.last()[0],
                zeroOutput(variant),
                variant.mean(result ->
                        new Estimate(result.curve().neural()[0], result.curve().neuralError()[0])),
                variant.mean(result ->
                        new Estimate(result.curve().learned()[0], result.curve().learnedError()[0])),
                Estimate.UNKNOWN);
        LongStream.concat(
                        STEPS.stream().mapToLong(step -> step).filter(step -> step < variant.steps()),
                        LongStream.of(variant.steps()))
                .forEach(step -> row(
                        table,
                        variant,
                        Long.toString(step),
                        "",
                        variant.batches(step),
                        variant.batchesLearned(step),
                        variant.heldOutLearned(step)));
    }

    /** S_NN of an output of 0, of just the data points that the runs were trained on. */
    private static String zeroOutput(Seeds variant) {
        TrainingOptions options = TrainingOptions.of(
                        variant.variant(), data(variant.results().get(0)))
                .process(variant.setting("process"))
                .kappa(Double.valueOf(variant.setting("kappa")))
                .objective(objective(variant.setting("objective")))
                .build();
        double secondMoment = variant.results().stream()
                .mapToDouble(result -> DataSets.open(data(result)).secondMoment())
                .average()
                .orElseThrow();
        double nats = UntrainedEntropy.of(
                        options.process(),
                        options.objective(),
                        options.entropies().range(),
                        variant.dimension(),
                        secondMoment)
                .neural();
        return nats < ROUNDING ? "0" : Numbers.text(nats);
    }

    private static DataSetRequest data(RunResult result) {
        return DataSetRequest.of(result.settings().get("dataset"))
                .withDimension(Integer.parseInt(result.settings().get("dimension")))
                .withSize(Integer.parseInt(result.settings().get("size")))
                .withSeed(Long.parseLong(result.settings().get("dataset-seed")));
    }

    private static Objective objective(String name) {
        return Arrays.stream(Objective.values())
                .filter(objective -> objective.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void row(
            Table table,
            Seeds variant,
            String steps,
            String zero,
            Estimate neural,
            Estimate learned,
            Estimate heldOut) {
        double total = variant.total().value();
        table.row(List.of(
                variant.variant(),
                variant.setting("objective"),
                variant.setting("process"),
                steps,
                Cells.text(neural),
                zero,
                Cells.text(learned),
                Numbers.text((learned.value() - neural.value()) / 2),
                Numbers.text((learned.value() + neural.value()) / 2),
                Cells.text(heldOut),
                Cells.text(variant.total()),
                Numbers.text(learned.value() / total)));
    }

    private static List<Figure> figures(List<Seeds> variants) {
        return variants.stream()
                .map(variant -> {
                    Curve curve = variant.results().get(0).curve();
                    double total = variant.total().value();
                    double[] at = IntStream.range(0, curve.size())
                            .mapToDouble(curve::middle)
                            .toArray();
                    Figure figure = Figure.of(
                            variant.setting("objective") + ", " + variant.setting("process"),
                            "steps",
                            "S / S_tot",
                            true);
                    figure.line("S_NN", 0, at, share(curve.neural(), total));
                    figure.line("S_lin", 1, at, share(curve.learned(), total));
                    figure.known("S_tot", 2, new double[] {at[0], at[at.length - 1]}, new double[] {1, 1});
                    return figure;
                })
                .toList();
    }

    /** As shares of S_tot; cut, beyond twice the end at least, where a start far off would leave nothing to be seen of the rest. */
    private static double[] share(double[] nats, double total) {
        double end = 2 * nats[nats.length - 1] / total;
        double low = Math.min(-2, end);
        double high = Math.max(4, end);
        return Arrays.stream(nats)
                .map(value -> Math.max(low, Math.min(high, value / total)))
                .toArray();
    }
}
