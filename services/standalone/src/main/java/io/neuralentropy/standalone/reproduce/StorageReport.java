package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.maths.StorageFit;
import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.monitor.snapshot.GroupRun;
import io.neuralentropy.monitor.snapshot.GroupSnapshot;
import io.neuralentropy.monitor.snapshot.StorageLaw;
import io.neuralentropy.standalone.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Table, fits and pictures of what the runs of {@link StorageLaws} hold. */
final class StorageReport {
    private final PaperNumbers paper;

    StorageReport(PaperNumbers paper) {
        this.paper = paper;
    }

    Report of(List<RunResult> results) {
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
            GroupSnapshot trained = group(data, same, StorageReport::trained);
            GroupSnapshot heldOut = group(data, same, StorageReport::heldOut);
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
            figures.add(figure(data + ", S_NN", trained, heldOut, GroupRun::neuralEntropy, GroupSnapshot::neural));
            figures.add(figure(data + ", S_lin", trained, heldOut, GroupRun::learnedEntropy, GroupSnapshot::learned));
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

    private static Figure figure(
            String title,
            GroupSnapshot trained,
            GroupSnapshot heldOut,
            Function<GroupRun, Estimate> entropy,
            Function<GroupSnapshot, StorageLaw> law) {
        Figure figure = Figure.of(title, "N, data points", "nats", true);
        draw(figure, "trained on", 0, trained.runs(), entropy, law.apply(trained));
        draw(figure, "held out", 1, heldOut.runs(), entropy, law.apply(heldOut));
        return figure;
    }

    private static void draw(
            Figure figure,
            String name,
            int colour,
            List<GroupRun> all,
            Function<GroupRun, Estimate> entropy,
            StorageLaw law) {
        List<GroupRun> runs =
                all.stream().filter(run -> entropy.apply(run).isKnown()).toList();
        double[] sizes = runs.stream().mapToDouble(GroupRun::datasetSize).toArray();
        List<Estimate> nats = runs.stream().map(entropy).toList();
        figure.dots(
                name,
                colour,
                sizes,
                nats.stream().mapToDouble(Estimate::value).toArray(),
                nats.stream().mapToDouble(Estimate::standardError).toArray());
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
                        + " standard error; held out: the last network on other points, a quarter as many and 256 to 1,024, or on 256 test images."
                        + " All runs of one data set have the same number of steps.");
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
