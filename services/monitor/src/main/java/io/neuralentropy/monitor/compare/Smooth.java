package io.neuralentropy.monitor.compare;

/**
 * Means over a stretch of a curve, each bucket with the part of it that lies within. Single steps are noisy and buckets of
 * two curves are not alike; the mean over an equal share of the way is.
 */
final class Smooth {
    /** The share: 1/16 of the way from the start. */
    static final double SHARE = 1.0 / 16;

    private final ComparedRun run;
    private final double[] column;

    Smooth(ComparedRun run, double[] column) {
        this.run = run;
        this.column = column;
    }

    /** Mean over the last share of the way to a place that the run has reached; NaN where unknown. */
    double upTo(Axis axis, double place) {
        return place <= run.end(axis) ? mean(axis, place - SHARE * place, place) : Double.NaN;
    }

    /** Mean over a share of the way around a place among steps; at the end of the run over what there is of it. */
    private double around(double place) {
        double reach = Math.max(0.5, SHARE * place / 2);
        return mean(Axis.STEPS, place - reach, place + reach);
    }

    private double mean(Axis axis, double from, double to) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < run.size() && !(run.begin(axis, i) >= to); i++) {
            double within = Math.min(to, run.end(axis, i)) - Math.max(from, run.begin(axis, i));
            if (within > 0 && !Double.isNaN(column[i])) {
                sum += within * column[i];
                weights += within;
            }
        }
        return sum / weights;
    }

    /**
     * The step at which the mean around it first reaches a level, in a straight line between the mean steps of buckets; NaN
     * where it never does. A run that begins at the level or above has reached it in its first bucket.
     */
    double firstReach(double level) {
        double before = Double.NaN;
        double valueBefore = Double.NaN;
        for (int i = 0; i < run.size(); i++) {
            double value = around((run.begin(Axis.STEPS, i) + run.end(Axis.STEPS, i)) / 2);
            double step = (run.begin(Axis.STEPS, i) + 1 + run.end(Axis.STEPS, i)) / 2;
            if (value >= level) {
                boolean between = valueBefore > Double.NEGATIVE_INFINITY && value < Double.POSITIVE_INFINITY;
                return between ? before + (step - before) * (level - valueBefore) / (value - valueBefore) : step;
            }
            if (!Double.isNaN(value)) {
                before = step;
                valueBefore = value;
            }
        }
        return Double.NaN;
    }
}
