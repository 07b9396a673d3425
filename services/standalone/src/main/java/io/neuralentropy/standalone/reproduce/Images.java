package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.standalone.text.Numbers;
import io.neuralentropy.trainer.NetworkOptions;
import io.neuralentropy.trainer.SampleOptions;
import io.neuralentropy.trainer.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What a U-Net learns of Fashion-MNIST, whose law nobody knows: S_NN and S_lin on the images that it is trained on and on others, and
 * S_lin / S_tot between its bounds.
 */
final class Images implements Experiment {
    static final int QUICK_EPOCHS = 1;
    static final int EPOCHS = 80;

    private static final String VARIANT = "fashion-unet";
    private static final int SAMPLES = 64;
    private static final int FLOW_STEPS = 50;
    private static final List<Integer> STATIONS = List.of(1, 5, 10, 20, 30, 40, 60, 80);

    @Override
    public String name() {
        return "images";
    }

    @Override
    public List<RunPlan> runs(Scope scope) {
        return IntStream.rangeClosed(1, scope.seeds())
                .mapToObj(seed -> plan(seed, scope))
                .toList();
    }

    private RunPlan plan(int seed, Scope scope) {
        int epochs = scope.epochs(QUICK_EPOCHS, EPOCHS);
        List<Long> stations = Plans.stations(STATIONS, epochs);
        TrainingOptions options = FashionRuns.options(
                        VARIANT + "-s" + seed, 0, NetworkOptions.unet(), seed, epochs, scope)
                .samples(new SampleOptions(
                        scope.checkpoints().resolveSibling("samples"), Plans.steps(epochs), SAMPLES, FLOW_STEPS))
                .group(name())
                .build();
        return new RunPlan(VARIANT, options, stations);
    }

    @Override
    public Report report(List<RunResult> results) {
        Table table = new Table(
                "Fashion-MNIST, U-Net: what was learned, nats per image",
                List.of(
                        "",
                        "steps",
                        "S_NN",
                        "S_lin",
                        "S_NN, held out",
                        "S_lin, held out",
                        "S_lin − S_Gauss",
                        "bounds of S_tot",
                        "S_lin / S_tot"));
        results.forEach(result -> result.stations().forEach(station -> row(table, result, station)));
        List<String> notes = new ArrayList<>();
        notes.add(
                "S_NN and S_lin of the training batches within an eighth of the way of the step, ± one standard error. Held out: the"
                        + " averaged weights at just that step, on 256 images of the test set, over the same range of log-SNR.");
        notes.add(
                "Lower bound of S_tot: the highest of a Gaussian fit scored on held-out images, a lossless code, and (S_NN + S_lin)²/(4"
                        + " S_NN) of the network on held-out images, each less two standard errors; upper: the entropy of the training images"
                        + " taken as the whole law, plus two standard errors. The last column is the bracket that they leave for the share learned over the last 1,024 steps; its lower"
                        + " end is nearly the share of the training images' own entropy, 1 where they are memorised wholly.");
        notes.addAll(Report.remarks(results));
        return new Report(List.of(table), results.stream().map(Images::figure).toList(), notes);
    }

    private static void row(Table table, RunResult result, Station station) {
        Estimate learned = result.curve().learnedAt(station.step());
        Bracket bracket = station.bracket();
        table.row(List.of(
                result.run(),
                Long.toString(station.step()),
                Cells.text(result.curve().neuralAt(station.step())),
                Cells.text(learned),
                Cells.text(station.neural()),
                Cells.text(station.learned()),
                Numbers.text(learned.value() - bracket.gaussian()),
                Numbers.text(bracket.totalLower()) + " to " + Numbers.text(bracket.totalUpper()),
                Numbers.text(bracket.ratioLower()) + " to " + Numbers.text(bracket.ratioUpper())));
    }

    private static Figure figure(RunResult result) {
        Figure figure = Figure.of(result.run(), "steps", "nats per image", false);
        Curve curve = result.curve();
        double[] at =
                IntStream.range(0, curve.size()).mapToDouble(curve::middle).toArray();
        figure.line("S_NN", 0, at, curve.neural());
        figure.line("S_lin", 1, at, curve.learned());
        List<Station> stations = result.stations();
        double[] steps = stations.stream().mapToDouble(Station::step).toArray();
        dots(figure, "S_NN, held out", 0, steps, stations.stream().map(Station::neural));
        dots(figure, "S_lin, held out", 1, steps, stations.stream().map(Station::learned));
        bound(figure, "S_tot ≥", 2, stations, Bracket::totalLower);
        bound(figure, "S_tot ≤", 3, stations, Bracket::totalUpper);
        return figure;
    }

    /** From the start on, when what the data say was known. */
    private static void bound(
            Figure figure, String name, int colour, List<Station> stations, ToDoubleFunction<Bracket> bound) {
        double[] steps = LongStream.concat(LongStream.of(0), stations.stream().mapToLong(Station::step))
                .asDoubleStream()
                .toArray();
        double[] nats = Stream.concat(Stream.of(stations.get(0)), stations.stream())
                .mapToDouble(station -> bound.applyAsDouble(station.bracket()))
                .toArray();
        figure.known(name, colour, steps, nats);
    }

    private static void dots(Figure figure, String name, int colour, double[] steps, Stream<Estimate> estimates) {
        List<Estimate> known = estimates.toList();
        figure.dots(
                name,
                colour,
                steps,
                known.stream().mapToDouble(Estimate::value).toArray(),
                known.stream().mapToDouble(Estimate::standardError).toArray());
    }
}
