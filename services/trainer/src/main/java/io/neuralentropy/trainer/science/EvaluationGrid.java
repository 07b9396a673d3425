package io.neuralentropy.trainer.science;

import java.util.Arrays;

/**
 * Times at which held-out points are measured, in the order of an axis.
 *
 * @param times on the process's clock
 * @param places of the times on the axis, ascending
 * @param rates what makes ‖d‖² a rate of entropy per unit of the axis
 * @param inner whether entropies leave out the first and the last cell, as in the paper's code
 */
public record EvaluationGrid(double[] times, double[] places, double[] rates, boolean inner) {
    /** Points of the paper's grid for mixtures. */
    public static final int PAPER_POINTS = 100;

    public EvaluationGrid {
        if (times.length < 2) {
            throw new IllegalArgumentException("a grid needs at least 2 times");
        }
    }

    /** Equally spaced times over all of the process's range, as in the paper (arXiv:2409.03817). */
    public static EvaluationGrid ofTimes(DiffusionProcess process, int size) {
        if (size < 2) {
            throw new IllegalArgumentException("a grid needs at least 2 times");
        }
        double[] times = BatchEntropies.equalBins(process.timeLow(), process.timeHigh(), size - 1);
        return new EvaluationGrid(times, times, rates(process, times), false);
    }

    /** {@link EvaluationRule#PAPER}. */
    static EvaluationGrid asInPaper(DiffusionProcess process) {
        EvaluationGrid all = ofTimes(process, PAPER_POINTS);
        return new EvaluationGrid(all.times, all.places, all.rates, true);
    }

    /** The first time of the cells that count. */
    double from() {
        return times[inner ? 1 : 0];
    }

    /** The last time of the cells that count. */
    double to() {
        return times[times.length - 1 - (inner ? 1 : 0)];
    }

    private static double[] rates(DiffusionProcess process, double[] times) {
        return Arrays.stream(times).map(process::rate).toArray();
    }

    /** The same times on the axis of the process's clock. */
    EvaluationGrid onClockOf(DiffusionProcess process) {
        double[] ascending = times.clone();
        Arrays.sort(ascending);
        return new EvaluationGrid(ascending, ascending, rates(process, ascending), inner);
    }

    /** Log-SNRs equally spaced over a range; the nearest ones, each once, where the process has single values. */
    public static EvaluationGrid ofLogSnr(DiffusionProcess process, EntropyRange range, int size) {
        double[] wanted = BatchEntropies.equalBins(range.low(), range.high(), size - 1);
        double[] times = new double[size];
        double[] places = new double[size];
        int count = 0;
        for (double logSnr : wanted) {
            double time = process.timeOf(logSnr);
            double place = process.isDiscrete() ? process.logSnr(time) : logSnr;
            if (count == 0 || place > places[count - 1]) {
                times[count] = time;
                places[count++] = place;
            }
        }
        double[] rates = new double[count];
        Arrays.fill(rates, .5);
        return new EvaluationGrid(Arrays.copyOf(times, count), Arrays.copyOf(places, count), rates, false);
    }

    /** Number of times. */
    public int size() {
        return times.length;
    }
}
