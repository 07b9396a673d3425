package io.neuralentropy.monitor.detectors;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** A synthetic run of which the truth is known: mean curves of entropy and loss, noise, and when what happens. */
final class LabelledRun {
    static final int STEPS = 51_200;
    private static final DoubleUnaryOperator USUAL_LOSS = t -> 3 - 1.5 * (1 - Math.exp(-t / 2000));

    /** Shape of the noise of single steps. */
    enum Tail {
        LOG_NORMAL,
        /** Tail index 3: variance finite, skewness infinite. */
        PARETO
    }

    DoubleUnaryOperator curve;
    DoubleUnaryOperator loss = USUAL_LOSS;
    int steps = STEPS;
    /** Standard deviation of a step relative to the level. */
    double variation;

    Tail tail = Tail.LOG_NORMAL;
    /** Standard deviation and memory (steps) of a wander of the level itself. */
    double wander;

    double memory = 100;
    double epochWave;
    /** Step at which something happens; 0 where nothing does. */
    int change;

    int notANumberFrom = Integer.MAX_VALUE;
    /** The curve that decides the truth about saturation, where it is not the whole one. */
    DoubleUnaryOperator before;
    /** Whether that truth ends with the change. */
    boolean isTruthBeforeChange;

    /** First step of lasting saturation: (S(2t) − S(t)) / S(t) stays below δ. 0 where there is none within the run. */
    double saturatedFrom(double delta) {
        double to = isTruthBeforeChange ? change : steps;
        return lastingFrom(before == null ? curve : before, 16, to, delta);
    }

    /** The same for what comes after the change. */
    double saturatedAgainFrom(double delta) {
        return lastingFrom(curve, change, steps, delta);
    }

    private static double lastingFrom(DoubleUnaryOperator s, double from, double to, double delta) {
        double result = from;
        for (int i = 0; i < 4000; i++) {
            double t = Math.rint(from * Math.pow(to / from, i / 3999.0));
            double level = s.applyAsDouble(t);
            boolean flat = (s.applyAsDouble(2 * t) - level) / Math.max(Math.abs(level), 1e-12) < delta;
            if (!flat) {
                result = i == 3999 ? 0 : Math.rint(from * Math.pow(to / from, (i + 1) / 3999.0));
            }
        }
        return result;
    }

    /** What one step says; filled in anew for every step. */
    interface Sink {
        void step(int t, double entropy, double loss);
    }

    void play(SplittableRandom random, Sink sink) {
        double phi = Math.exp(-1 / memory);
        double drift = random.nextGaussian();
        for (int t = 1; t <= steps; t++) {
            double noise = variation * unit(random);
            if (wander > 0) {
                noise += wander * drift;
                drift = phi * drift + Math.sqrt(1 - phi * phi) * random.nextGaussian();
            }
            double level = curve.applyAsDouble(t);
            double wave = epochWave == 0 ? 1 : 1 + epochWave * Math.sin(2 * Math.PI * t / PaperCurve.EPOCH);
            double lossNow = loss.applyAsDouble(t) * (1 + 0.08 * random.nextGaussian());
            boolean isNumber = t < notANumberFrom;
            sink.step(t, isNumber ? level * wave * (1 + noise) : Double.NaN, isNumber ? lossNow : Double.NaN);
        }
    }

    /** Mean 0, variance 1, skewed to the right. */
    private double unit(SplittableRandom random) {
        if (tail == Tail.PARETO) {
            double a = 3;
            double u = Math.pow(1 - random.nextDouble(), -1 / a);
            return (u - a / (a - 1)) / Math.sqrt(a / ((a - 1) * (a - 1) * (a - 2)));
        }
        double s = 0.75;
        double e = Math.exp(s * s);
        return (Math.exp(s * random.nextGaussian()) - Math.sqrt(e)) / Math.sqrt((e - 1) * e);
    }
}
