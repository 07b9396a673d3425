package io.neuralentropy.trainer.science;

import java.util.Arrays;

/**
 * The law of λ in training, as it matters to integrals over a range: what a throw counts is 1 / (density of its λ), 0 outside the
 * range. Where λ has single values, integrals are sums over those in the range by the trapezoidal rule, flat beyond the first and the
 * last.
 */
final class LogSnrLaw {
    private final DiffusionProcess process;
    private final EntropyRange range;
    private final double length;
    /** The single values of λ in the range, ascending; null where λ has no gaps. */
    private final double[] values;

    private final double[] cells;
    private final int steps;

    LogSnrLaw(DiffusionProcess process, EntropyRange range) {
        this.process = process;
        this.range = range;
        this.length = process.timeHigh() - process.timeLow();
        double[] grid = process.logSnrGrid();
        this.steps = grid == null ? 0 : grid.length;
        this.values = grid == null
                ? null
                : Arrays.stream(grid)
                        .filter(value -> value >= range.low() && value <= range.high())
                        .sorted()
                        .toArray();
        this.cells = values == null ? null : cells();
    }

    private double[] cells() {
        double[] widths = new double[values.length];
        double from = range.low();
        for (int i = 0; i < values.length; i++) {
            double to = i == values.length - 1 ? range.high() : (values[i] + values[i + 1]) / 2;
            widths[i] = to - from;
            from = to;
        }
        return widths;
    }

    /**
     * What a throw counts.
     *
     * @param logSnr λ at {@code t}
     */
    double weight(double t, double logSnr) {
        if (logSnr < range.low() || logSnr > range.high()) {
            return 0;
        }
        if (values == null) {
            return length * process.logSnrFall(t);
        }
        return steps * cells[Arrays.binarySearch(values, logSnr)];
    }

    /** The integral of a course over the range, by the same rule as the mean of throws. */
    double integral(PastCourse course) {
        if (values == null) {
            return course.integral();
        }
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += cells[i] * course.at(values[i]);
        }
        return sum;
    }
}
