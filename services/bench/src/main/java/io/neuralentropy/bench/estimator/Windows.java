package io.neuralentropy.bench.estimator;

import io.neuralentropy.events.Moments;

/** Steps against the truth, which may change from step to step: alone, and merged as a monitor merges them. */
final class Windows {
    static final int STEPS = 100;

    private int steps;
    private double estimates;
    private double truths;
    private double squares;
    private double stated;
    private double windowDifference;
    private double windowVariance;
    private int covered;
    private int windows;

    /** @param variance of the estimate as stated; NaN where none is */
    void add(double estimate, double variance, double truth) {
        steps++;
        estimates += estimate;
        truths += truth;
        squares += (estimate / truth - 1) * (estimate / truth - 1);
        stated += variance / truth / truth;
        windowDifference += estimate - truth;
        windowVariance += variance;
        if (steps % STEPS == 0) {
            windows++;
            covered += Math.abs(windowDifference) < 1.959964 * Math.sqrt(windowVariance) ? 1 : 0;
            windowDifference = 0;
            windowVariance = 0;
        }
    }

    void add(Moments moments, double truth) {
        add(moments.mean(), moments.variance() / moments.count(), truth);
    }

    /** Of the mean of all steps, relative. */
    double bias() {
        return estimates / truths - 1;
    }

    /** Of {@link #bias}, if steps are independent. */
    double error() {
        return deviation() / Math.sqrt(steps);
    }

    /** Standard deviation of a step, relative. */
    double deviation() {
        double mean = bias();
        return Math.sqrt(Math.max(0, squares / steps - mean * mean));
    }

    /** Stated standard deviation of a step by the true one. */
    double honesty() {
        return Math.sqrt(stated / steps) / deviation();
    }

    /** Share of the windows whose 95 % interval holds the truth. */
    double coverage() {
        return (double) covered / windows;
    }
}
