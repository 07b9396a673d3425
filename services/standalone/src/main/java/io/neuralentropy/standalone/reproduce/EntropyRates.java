package io.neuralentropy.standalone.reproduce;

import io.neuralentropy.monitor.snapshot.Estimate;
import io.neuralentropy.standalone.text.Numbers;
import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.GaussianMixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The rate of entropy production against diffusion time, as an ideal network has it and as one has learned it on the way, for VPx
 * on the paper's mixture with D = 6. The runs are those of {@link LearningCurves}.
 */
final class EntropyRates implements Experiment {
    private static final String PROCESS = "vpx";
    private static final int DIMENSION = 6;
    /** Of these the learned rate is drawn. */
    private static final List<Integer> DRAWN = List.of(5, 10, 30, 80, 200);
    /** Beyond it, few epochs leave the learned rate too large. */
    private static final double TAIL = 0.8;

    private final PaperNumbers paper;

    EntropyRates(PaperNumbers paper) {
        this.paper = paper;
    }

    @Override
    public String name() {
        return "rates";
    }

    @Override
    public List<RunPlan> runs(Scope scope) {
        return IntStream.rangeClosed(1, scope.seeds())
                .mapToObj(seed -> Mixtures.plan(PROCESS, DIMENSION, seed, scope))
                .toList();
    }

    @Override
    public Report report(List<RunResult> results) {
        RunResult run = results.get(0);
        List<Station> stations = run.stations().stream()
                .filter(station -> station.rates() != null)
                .toList();
        Rates ideal = IdealRates.of(
                DiffusionProcess.named(PROCESS),
                GaussianMixture.paper(DIMENSION),
                stations.isEmpty() ? grid() : stations.get(0).rates().at());
        return new Report(List.of(table(run, stations, ideal)), List.of(figure(stations, ideal)), notes(results));
    }

    private static double[] grid() {
        return DoubleStream.iterate(0.005, s -> s < 1, s -> s + 0.01).toArray();
    }

    private Table table(RunResult run, List<Station> stations, Rates ideal) {
        Table table = new Table(
                "Rate of entropy production, VPx, D = 6, nats per unit of s",
                List.of("", "epochs", "largest", "at s", "beyond s = 0.8", "S, nats", "S_NN of the paper"));
        table.row(List.of(
                "ideal", "", peak(ideal), at(ideal), Numbers.text(tail(ideal)), Cells.text(run.totalEntropy()), ""));
        table.row(List.of(
                "paper, ideal",
                "",
                paper.rates("analyticPeak").text(),
                paper.rates("analyticPeakAt").text(),
                "",
                paper.totalEntropy(PROCESS, DIMENSION).map(Reference::text).orElse(""),
                ""));
        int read = paper.ratesEpoch("learnedPeakAt");
        Map<Integer, Reference> curve = paper.learningCurve(PROCESS, DIMENSION);
        for (Station station : stations) {
            long epochs = station.step() / Plans.STEPS_PER_EPOCH;
            table.row(List.of(
                    run.variant(),
                    Long.toString(epochs),
                    peak(station.rates()),
                    at(station.rates()),
                    Numbers.text(tail(station.rates())),
                    Cells.text(station.neural()),
                    Optional.ofNullable(curve.get((int) epochs))
                            .map(Reference::text)
                            .orElse("")));
            if (epochs == read) {
                table.row(List.of(
                        "paper",
                        Integer.toString(read),
                        "",
                        paper.rates("learnedPeakAt").text(),
                        "",
                        "",
                        ""));
            }
        }
        return table;
    }

    private static String peak(Rates rates) {
        int peak = rates.peak();
        return Cells.text(new Estimate(rates.neural()[peak], rates.neuralError()[peak]));
    }

    private static String at(Rates rates) {
        return Numbers.text(rates.at()[rates.peak()]);
    }

    /** Mean rate over the times of the tail. */
    private static double tail(Rates rates) {
        return IntStream.range(0, rates.at().length)
                .filter(i -> rates.at()[i] > TAIL)
                .mapToDouble(i -> rates.neural()[i])
                .average()
                .orElse(Double.NaN);
    }

    private Figure figure(List<Station> stations, Rates ideal) {
        Figure figure = Figure.of("VPx, D = 6", "diffusion time s", "rate, nats per unit of s", false);
        figure.known("ideal", 0, ideal.at(), ideal.neural());
        Reference at = paper.rates("analyticPeakAt");
        Reference peak = paper.rates("analyticPeak");
        figure.paper(
                "paper, ideal", 0, new double[] {at.value()}, new double[] {peak.value()}, new double[] {peak.error()});
        List<Station> drawn = stations.stream()
                .filter(station -> DRAWN.contains((int) (station.step() / Plans.STEPS_PER_EPOCH))
                        || station == stations.get(stations.size() - 1))
                .toList();
        for (int i = 0; i < drawn.size(); i++) {
            Rates rates = drawn.get(i).rates();
            figure.line(drawn.get(i).step() / Plans.STEPS_PER_EPOCH + " epochs", i + 1, rates.at(), rates.neural());
        }
        return figure;
    }

    private List<String> notes(List<RunResult> results) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "Learned: on 1,024 held-out points, one throw each at 100 times; of the first seed. Ideal: w E‖e*‖² of the mixture's"
                        + " closed score, by Monte Carlo; S is S_tot there, else S_NN. Beyond s = 0.8: the mean rate there.");
        notes.add("Paper: " + paper.source() + "; read off its figures by eye.");
        notes.addAll(Report.remarks(results));
        return notes;
    }
}
