package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.maths.StorageFit;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GroupRun;
import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import io.neuralentropy.monitor.snapshot.StorageLaw;
import io.neuralentropy.standalone.text.Numbers;
import io.neuralentropy.trainer.NetworkOptions;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.data.DataSets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * S_NN against the number N of data points that a network is trained on, at an equal number of steps: S_NN ~ a + b ln N
 * (arXiv:2409.03817). Of the paper's network for mixtures on its mixture with D = 9 under VPx, and of a U-Net on Fashion-MNIST where its
 * files are: a small one on a CPU, one of the size of the paper's on a GPU. The paper's own numbers are of MNIST and CIFAR-10: only the
 * form of the law can be compared.
 */
final class StorageLaws implements Experiment {
    static final int QUICK_EPOCHS = 2;
    static final int EPOCHS = 80;

    private static final int DIMENSION = 9;
    private static final List<Integer> MIXTURE_SIZES = List.of(128, 512, 2048, 8192, 32_768);
    private static final List<Integer> IMAGE_SIZES = List.of(100, 1000, 10_000, 60_000);
    private static final NetworkOptions LARGE = NetworkOptions.unet(128, List.of(1, 2, 2));

    private final PaperNumbers paper;

    StorageLaws(PaperNumbers paper) {
        this.paper = paper;
    }

    @Override
    public String name() {
        return "storage-law";
    }

    @Override
    public List<RunPlan> runs(Scope scope) {
        List<RunPlan> plans = new ArrayList<>();
        for (int seed = 1; seed <= scope.seeds(); seed++) {
            for (int size : MIXTURE_SIZES) {
                plans.add(mixture(size, seed, scope));
            }
            if (DataSets.hasFashionMnist(null)) {
                for (int size : IMAGE_SIZES) {
                    plans.add(images(size, seed, scope));
                }
            }
        }
        return plans;
    }

    private RunPlan mixture(int size, int seed, Scope scope) {
        DataSetRequest data = DataSetRequest.of("gaussian-mixture")
                .withDimension(DIMENSION)
                .withSize(size)
                .withSeed(seed - 1L);
        String variant = "mixture-n" + size;
        int epochs = scope.epochs(QUICK_EPOCHS, EPOCHS);
        return plan(
                variant,
                Plans.options(variant + "-s" + seed, data, seed, epochs, scope).process("vpx"),
                "mixture",
                epochs);
    }

    private RunPlan images(int size, int seed, Scope scope) {
        String name = scope.large() ? "fashion-large" : "fashion";
        NetworkOptions network = scope.large() ? LARGE : NetworkOptions.unet();
        String variant = name + "-n" + size;
        int epochs = scope.epochs(QUICK_EPOCHS, EPOCHS);
        return plan(
                variant, FashionRuns.options(variant + "-s" + seed, size, network, seed, epochs, scope), name, epochs);
    }

    private RunPlan plan(String variant, TrainingOptions.Builder options, String group, int epochs) {
        return new RunPlan(variant, options.group(name() + "-" + group).build(), Plans.stations(List.of(), epochs));
    }

    @Override
    public Report report(List<RunResult> results) {
        Map<String, List<RunResult>> byData = results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.variant().replaceFirst("-n\\d+$", ""), TreeMap::new, Collectors.toList()));
        Table runs =
                new Table("S_NN against N", List.of("", "N", "steps", "S_NN", "held out", "S_lin", "S_lin, held out"));
        Table laws = new Table(
                "S = a + b ln N",
                List.of(
                        "",
                        "runs",
                        "b of S_NN",
                        "a of S_NN",
                        "b of S_lin",
                        "b of S_NN, held out",
                        "a of S_NN, held out",
                        "b of S_lin, held out"));
        List<Figure> figures = new ArrayList<>();
        byData.forEach((data, same) -> {
            GroupSnapshot trained = group(data, same, StorageLaws::trained);
            GroupSnapshot heldOut = group(data, same, StorageLaws::heldOut);
            trained.runs().forEach(run -> row(runs, run, same));
            laws.row(List.of(
                    data,
                    Integer.toString(trained.neural().runs()),
                    Cells.text(trained.neural().slope()),
                    Cells.text(trained.neural().intercept()),
                    Cells.text(trained.learned().slope()),
                    Cells.text(heldOut.neural().slope()),
                    Cells.text(heldOut.neural().intercept()),
                    Cells.text(heldOut.learned().slope())));
            Figure figure = Figure.of(data, "N, data points", "nats", true);
            draw(figure, "S_NN", 0, trained);
            draw(figure, "S_NN, held out", 1, heldOut);
            figures.add(figure);
        });
        paper.storageLaws()
                .forEach(law -> laws.row(List.of(
                        "paper, " + law.data(),
                        Integer.toString(law.nats().size()),
                        "",
                        "",
                        "",
                        Numbers.text(law.slope()),
                        "",
                        "")));
        return new Report(List.of(runs, laws), figures, notes(results));
    }

    private static GroupSnapshot group(String data, List<RunResult> results, Function<RunResult, GroupRun> point) {
        return StorageFit.of(data, results.stream().map(point).toList());
    }

    private static void row(Table table, GroupRun run, List<RunResult> results) {
        RunResult result = results.stream()
                .filter(candidate -> candidate.run().equals(run.run()))
                .findFirst()
                .orElseThrow();
        GroupRun heldOut = heldOut(result);
        table.row(List.of(
                result.variant(),
                Long.toString(result.datasetSize()),
                Long.toString(result.steps()),
                Cells.text(run.neuralEntropy()),
                Cells.text(heldOut.neuralEntropy()),
                Cells.text(run.learnedEntropy()),
                Cells.text(heldOut.learnedEntropy())));
    }

    private static GroupRun trained(RunResult result) {
        return point(
                result, result.curve().neuralAt(result.steps()), result.curve().learnedAt(result.steps()));
    }

    private static GroupRun heldOut(RunResult result) {
        Station end = result.station(result.steps()).orElse(Station.unknown(result.steps()));
        return point(result, end.neural(), end.learned());
    }

    private static GroupRun point(RunResult result, Estimate neural, Estimate learned) {
        return new GroupRun(result.run(), 0, result.steps(), result.datasetSize(), neural, learned);
    }

    private static void draw(Figure figure, String name, int colour, GroupSnapshot group) {
        List<GroupRun> runs = group.runs().stream()
                .filter(run -> run.neuralEntropy().isKnown())
                .toList();
        double[] sizes = runs.stream().mapToDouble(GroupRun::datasetSize).toArray();
        figure.dots(
                name,
                colour,
                sizes,
                runs.stream().mapToDouble(run -> run.neuralEntropy().value()).toArray(),
                runs.stream()
                        .mapToDouble(run -> run.neuralEntropy().standardError())
                        .toArray());
        StorageLaw law = group.neural();
        if (law.isKnown()) {
            double[] line = Arrays.stream(sizes)
                    .map(size -> law.intercept().value() + law.slope().value() * Math.log(size))
                    .toArray();
            figure.known(name + ": a + b ln N", colour, sizes, line);
        }
    }

    private List<String> notes(List<RunResult> results) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "S_NN and S_lin of the training batches in the last eighth of the steps, so of the points that were trained on, ± one"
                        + " standard error; held out: the last network on 1,024 other points, 256 images. All runs have the same number of steps.");
        notes.add(
                "Slopes b are per e-fold of N, fitted as the monitor fits the law of a group; their error is the larger of what the runs'"
                        + " errors give and what their scatter about the line gives.");
        notes.add("Paper: " + paper.source()
                + "; U-Nets on images, fully trained, S_NN on test images; read off its figures by eye. Its"
                + " data and networks are others: only the form of the law can be compared.");
        notes.addAll(Report.remarks(results));
        return notes;
    }
}
