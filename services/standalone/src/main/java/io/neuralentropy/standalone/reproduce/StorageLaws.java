package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.maths.StorageFit;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GroupRun;
import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import io.neuralentropy.monitor.snapshot.StorageLaw;
import io.neuralentropy.standalone.text.Numbers;
import io.neuralentropy.trainer.TrainingOptions;
import io.neuralentropy.trainer.data.DataSetRequest;
import io.neuralentropy.trainer.data.DataSets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * S_NN against the number N of data points that a network is trained on, at an equal number of steps: S_NN ~ a + b ln N
 * (arXiv:2409.03817). On the paper's mixture with D = 9 under VPx, and on Fashion-MNIST under VP where its files are; the network is
 * the paper's for mixtures. The paper's own numbers are of U-Nets on MNIST and CIFAR-10: only the form of the law can be compared.
 */
final class StorageLaws implements Experiment {
    static final int QUICK_EPOCHS = 2;
    static final int EPOCHS = 80;

    private static final String MIXTURE = "gaussian-mixture";
    private static final String IMAGES = "fashion-mnist";
    private static final int DIMENSION = 9;
    private static final List<Integer> MIXTURE_SIZES = List.of(128, 512, 2048, 8192, 32_768);
    private static final List<Integer> IMAGE_SIZES = List.of(100, 1000, 10_000, 60_000);

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
                plans.add(
                        plan(DataSetRequest.of(MIXTURE).withDimension(DIMENSION), "mixture", "vpx", size, seed, scope));
            }
            if (DataSets.hasFashionMnist(null)) {
                for (int size : IMAGE_SIZES) {
                    plans.add(plan(DataSetRequest.of(IMAGES), "fashion", "vp", size, seed, scope));
                }
            }
        }
        return plans;
    }

    private RunPlan plan(DataSetRequest data, String name, String process, int size, int seed, Scope scope) {
        String variant = name + "-n" + size;
        int epochs = scope.epochs(QUICK_EPOCHS, EPOCHS);
        TrainingOptions options = Plans.options(
                        variant + "-s" + seed, data.withSize(size).withSeed(seed - 1L), seed, epochs, scope)
                .process(process)
                .group(name() + "-" + name)
                .build();
        return new RunPlan(variant, options, Plans.stations(List.of(), epochs));
    }

    @Override
    public Report report(List<RunResult> results) {
        Map<String, List<RunResult>> byData = results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.variant().replaceFirst("-n\\d+$", ""), TreeMap::new, Collectors.toList()));
        Table runs =
                new Table("S_NN against N", List.of("", "N", "steps", "S_NN", "held out", "S_lin", "S_lin, held out"));
        Table laws =
                new Table("S = a + b ln N", List.of("", "runs", "b of S_NN", "a of S_NN", "b of S_lin", "a of S_lin"));
        List<Figure> figures = new ArrayList<>();
        byData.forEach((data, same) -> {
            GroupSnapshot group =
                    StorageFit.of(data, same.stream().map(StorageLaws::groupRun).toList());
            group.runs().forEach(run -> row(runs, run, same));
            laws.row(List.of(
                    data,
                    Integer.toString(group.neural().runs()),
                    Cells.text(group.neural().slope()),
                    Cells.text(group.neural().intercept()),
                    Cells.text(group.learned().slope()),
                    Cells.text(group.learned().intercept())));
            figures.add(figure(data, group));
        });
        paper.storageLaws()
                .forEach(law -> laws.row(List.of(
                        "paper, " + law.data(),
                        Integer.toString(law.nats().size()),
                        Numbers.text(law.slope()),
                        "",
                        "",
                        "")));
        return new Report(List.of(runs, laws), figures, notes(results));
    }

    private static void row(Table table, GroupRun run, List<RunResult> results) {
        RunResult result = results.stream()
                .filter(candidate -> candidate.run().equals(run.run()))
                .findFirst()
                .orElseThrow();
        Station end = result.station(result.steps()).orElse(Station.unknown(result.steps()));
        table.row(List.of(
                result.variant(),
                Long.toString(result.datasetSize()),
                Long.toString(result.steps()),
                Cells.text(run.neuralEntropy()),
                Cells.text(end.neural()),
                Cells.text(run.learnedEntropy()),
                Cells.text(end.learned())));
    }

    private static GroupRun groupRun(RunResult result) {
        return new GroupRun(
                result.run(),
                0,
                result.steps(),
                Long.parseLong(result.settings().get("size")),
                result.curve().neuralAt(result.steps()),
                result.curve().learnedAt(result.steps()));
    }

    private static Figure figure(String data, GroupSnapshot group) {
        Figure figure = Figure.of(data, "N, data points", "nats", true);
        double[] sizes =
                group.runs().stream().mapToDouble(GroupRun::datasetSize).toArray();
        List<Estimate> neural =
                group.runs().stream().map(GroupRun::neuralEntropy).toList();
        figure.dots(
                "S_NN",
                0,
                sizes,
                neural.stream().mapToDouble(Estimate::value).toArray(),
                neural.stream().mapToDouble(Estimate::standardError).toArray());
        StorageLaw law = group.neural();
        if (law.isKnown()) {
            double[] line = group.runs().stream()
                    .mapToDouble(run -> law.intercept().value() + law.slope().value() * Math.log(run.datasetSize()))
                    .toArray();
            figure.known("a + b ln N", 0, sizes, line);
        }
        return figure;
    }

    private List<String> notes(List<RunResult> results) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "S_NN and S_lin of the training batches in the last eighth of the steps, so of the points that were trained on, ± one"
                        + " standard error; held out: the last network on 1,024 other points. All runs have the same number of steps.");
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
