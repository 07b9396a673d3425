package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A known answer: one Gaussian N((1, 1, 1), 0.8² I), whose S_tot is closed (½[D(V − 1 − ln V) + μ²‖m‖²/κ²] at the ends of the
 * process). A network that learns it has S_NN = S_lin = S_tot. Adam's rate is 1e-3, ten times that of the mixtures.
 */
final class ToyGaussian implements Experiment {
    static final int QUICK_EPOCHS = 5;
    static final int EPOCHS = 40;

    private static final List<String> PROCESSES = List.of("vp", "vpx", "sl");
    private static final int DIMENSION = 3;
    private static final double LEARNING_RATE = 1e-3;
    private static final List<Integer> STATIONS = List.of(5, 10, 20, 40);

    @Override
    public String name() {
        return "toy-gaussian";
    }

    @Override
    public List<RunPlan> runs(Scope scope) {
        return IntStream.rangeClosed(1, scope.seeds())
                .boxed()
                .flatMap(seed -> PROCESSES.stream().map(process -> plan(process, seed, scope)))
                .toList();
    }

    private RunPlan plan(String process, int seed, Scope scope) {
        String variant = "gaussian-" + process;
        int epochs = scope.epochs(QUICK_EPOCHS, EPOCHS);
        DataSetRequest data =
                DataSetRequest.of("gaussian").withDimension(DIMENSION).withSeed(seed - 1L);
        TrainingOptions options = Plans.options(variant + "-s" + seed, data, seed, epochs, scope)
                .process(process)
                .learningRate(LEARNING_RATE)
                .group(name())
                .build();
        return new RunPlan(variant, options, Plans.stations(STATIONS, epochs));
    }

    @Override
    public Report report(List<RunResult> results) {
        List<Seeds> variants = Seeds.of(PROCESSES.stream().map(process -> "gaussian-" + process), results);
        Table table = new Table(
                "A Gaussian, D = 3: what is stored against what there is",
                List.of("", "epochs", "S_NN", "S_lin", "held out", "S_tot", "S_NN − S_tot", "S_lin − S_tot"));
        for (Seeds variant : variants) {
            double total = variant.total().value();
            for (long step : steps(variant)) {
                Estimate neural = variant.batches(step);
                Estimate learned = variant.batchesLearned(step);
                table.row(List.of(
                        variant.variant(),
                        Long.toString(step / Plans.STEPS_PER_EPOCH),
                        Cells.text(neural),
                        Cells.text(learned),
                        Cells.text(variant.heldOut(step)),
                        Cells.text(variant.total()),
                        Cells.percent(neural.value() / total - 1),
                        Cells.percent(learned.value() / total - 1)));
            }
        }
        List<String> notes = new ArrayList<>();
        notes.add(
                "S_tot is exact. S_NN and S_lin of the training batches within an eighth of the way of the step, ± one standard error."
                        + " Held out: S_NN of the network of just that step on 1,024 points.");
        notes.addAll(Report.remarks(results));
        return new Report(List.of(table), figures(variants), notes);
    }

    private static List<Long> steps(Seeds variant) {
        return variant.results().get(0).stations().stream().map(Station::step).toList();
    }

    private static List<Figure> figures(List<Seeds> variants) {
        return variants.stream()
                .map(variant -> {
                    Figure figure = Figure.of(variant.variant(), "epochs", "nats", false);
                    Curve curve = variant.results().get(0).curve();
                    double end = (double) variant.steps() / Plans.STEPS_PER_EPOCH;
                    double[] at = IntStream.range(0, curve.size())
                            .mapToDouble(i -> curve.middle(i) / Plans.STEPS_PER_EPOCH)
                            .toArray();
                    figure.line("S_NN", 0, at, curve.neural());
                    figure.line("S_lin", 1, at, curve.learned());
                    double total = variant.total().value();
                    figure.known("S_tot", 2, new double[] {0, end}, new double[] {total, total});
                    return figure;
                })
                .toList();
    }
}
