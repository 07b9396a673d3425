package io.neuralentropy.monitor.detectors;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

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
    /** Standard deviation of the loss of a step relative to its level. */
    double lossVariation = 0.08;

    /** No entropy is sent: the loss decides. */
    boolean isLossOnly;

    /** Where the loss is 0 and the gradient norm NaN from. */
    int deadFrom = Integer.MAX_VALUE;

    /** Learning rate of a step; NaN where it is not sent. */
    DoubleUnaryOperator rate = t -> Double.NaN;

    /** One event for so many steps, and whether it says so. */
    int every = 1;

    boolean withSpan;
    /** Share of the events whose loss is ten times as high. */
    double outliers;

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

    /**
     * First step of lasting saturation: (S(2t) − S(t)) / S(t) stays below δ; of a loss, what it comes down by over the smaller of what
     * it has come down by and what is left. 0 where there is none within the run.
     */
    double saturatedFrom(double delta) {
        double to = isTruthBeforeChange ? change : steps;
        DoubleUnaryOperator decides = before == null ? followed() : before;
        return lastingFrom(decides, Math.max(16, every), to, delta);
    }

    private DoubleUnaryOperator followed() {
        return isLossOnly ? loss : curve;
    }

    /** The same for what comes after the change. */
    double saturatedAgainFrom(double delta) {
        return lastingFrom(followed(), change, steps, delta);
    }

    private double gain(DoubleUnaryOperator s, double t) {
        double level = s.applyAsDouble(t);
        if (isLossOnly) {
            double scale = Math.min(lossAtFirst(s) - level, Math.abs(level));
            return (level - s.applyAsDouble(2 * t)) / Math.max(scale, 1e-12);
        }
        return (s.applyAsDouble(2 * t) - level) / Math.max(Math.abs(level), 1e-12);
    }

    /** What the last half of the run gained. */
    double gainAtTheEnd() {
        return gain(followed(), steps / 2.0);
    }

    private double lossAtFirst(DoubleUnaryOperator s) {
        return every > 32
                ? s.applyAsDouble(every)
                : IntStream.rangeClosed(1, 32)
                        .mapToDouble(s::applyAsDouble)
                        .average()
                        .orElseThrow();
    }

    private double lastingFrom(DoubleUnaryOperator s, double from, double to, double delta) {
        double result = from;
        for (int i = 0; i < 4000; i++) {
            double t = Math.rint(from * Math.pow(to / from, i / 3999.0));
            boolean flat = gain(s, t) < delta;
            if (!flat) {
                result = i == 3999 ? 0 : Math.rint(from * Math.pow(to / from, (i + 1) / 3999.0));
            }
        }
        return result;
    }

    boolean isDead() {
        return deadFrom < Integer.MAX_VALUE;
    }

    /** What one step says; filled in anew for every step. */
    interface Sink {
        void step(int t, double entropy, double loss);
    }

    void play(SplittableRandom random, Sink sink) {
        double phi = Math.exp(-1 / memory);
        double drift = random.nextGaussian();
        for (int t = every; t <= steps; t += every) {
            double noise = variation * unit(random);
            if (wander > 0) {
                noise += wander * drift;
                drift = phi * drift + Math.sqrt(1 - phi * phi) * random.nextGaussian();
            }
            double level = curve.applyAsDouble(t);
            double wave = epochWave == 0 ? 1 : 1 + epochWave * Math.sin(2 * Math.PI * t / PaperCurve.EPOCH);
            double lossNow = loss.applyAsDouble(t) * (1 + lossVariation * random.nextGaussian());
            if (outliers > 0 && random.nextDouble() < outliers) {
                lossNow *= 10;
            }
            if (t >= deadFrom) {
                lossNow = 0;
            }
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
