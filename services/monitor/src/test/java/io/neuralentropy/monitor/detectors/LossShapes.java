package io.neuralentropy.monitor.detectors;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Runs that report nothing but their loss. */
final class LossShapes {
    /** Those that are to learn for ever gain at least so many δ in the last doubling. */
    private static final double LEARNING = 1.5;

    private LossShapes() {}

    static void draw(Shape shape, LabelledRun run, SplittableRandom random, double delta) {
        run.isLossOnly = true;
        run.curve = t -> Double.NaN;
        run.lossVariation = Shape.logUniform(random, 0.02, 0.2);
        double top = Shape.logUniform(random, 0.1, 10);
        double left = top * Shape.logUniform(random, 0.01, 1);
        double tau = Shape.logUniform(random, 300, 4000);
        DoubleUnaryOperator exp = t -> left + top * Math.exp(-t / tau);
        switch (shape) {
            case LOSS_EXP -> run.loss = exp;
            case LOSS_COSINE -> {
                DoubleUnaryOperator power = power(top, left, 0.3);
                double gain = random.nextDouble(0.1, 0.4);
                run.rate = t -> 1e-4 * half(t, run.steps);
                run.loss = t -> power.applyAsDouble(t) * (1 - gain * (1 - half(t, run.steps)));
            }
            case LOSS_STEPS -> steps(run, random, exp);
            case LOSS_EARLY_RISE -> {
                double rise = random.nextDouble(0.1, 0.45);
                double memory = Shape.logUniform(random, 100, 1500);
                run.loss = t -> exp.applyAsDouble(t) * (1 + rise * (t / memory) * Math.exp(1 - t / memory));
            }
            case LOSS_SPARSE -> {
                Shape.sparse(run, random);
                double scale = (double) run.steps / LabelledRun.STEPS;
                run.loss = t -> exp.applyAsDouble(t / scale);
            }
            case LOSS_POWER -> run.loss = learning(run, random, top, left, delta);
            case LOSS_RESTARTS -> {
                int period = Shape.period(random);
                double rise = random.nextDouble(0.3, 1);
                DoubleUnaryOperator power = learning(run, random, top, left, delta);
                run.rate = t -> 1e-4 * Shape.cosine(t, period);
                run.loss = t -> power.applyAsDouble(t) * (1 + rise * Shape.cosine(t, period));
            }
            case LOSS_SPIKE -> {
                DoubleUnaryOperator power = learning(run, random, top, left, delta);
                double change = random.nextDouble(4000, 30_000);
                double memory = Shape.logUniform(random, 50, 300);
                double height = random.nextDouble(1, 5);
                run.loss = t ->
                        power.applyAsDouble(t) * (1 + (t >= change ? height * Math.exp(-(t - change) / memory) : 0));
            }
            case LOSS_SPARSE_GROW -> {
                Shape.sparse(run, random);
                run.loss = learning(run, random, top, left, delta);
            }
            default -> throw new IllegalArgumentException(shape.toString());
        }
    }

    private static DoubleUnaryOperator power(double top, double left, double power) {
        return t -> left + top * Math.pow(t, -power);
    }

    /** A power law that gains enough to the end; what is left is made smaller until it does. */
    private static DoubleUnaryOperator learning(
            LabelledRun run, SplittableRandom random, double top, double left, double delta) {
        double power = random.nextDouble(0.15, 0.5);
        double rest = left;
        do {
            run.loss = power(top, rest, power);
            rest /= 2;
        } while (!(run.gainAtTheEnd() > LEARNING * delta));
        return run.loss;
    }

    private static void steps(LabelledRun run, SplittableRandom random, DoubleUnaryOperator before) {
        run.change = (int) random.nextDouble(15_000, 30_000);
        double down = random.nextDouble(0.2, 0.6);
        double memory = Shape.logUniform(random, 200, 2000);
        run.rate = t -> t < run.change ? 1e-3 : 1e-4;
        run.loss = t -> before.applyAsDouble(t)
                * (1 - (t > run.change ? down * (1 - Math.exp(-(t - run.change) / memory)) : 0));
        run.before = before;
        run.isTruthBeforeChange = true;
    }

    /** From 1 to 0 over the run, 0 behind it. */
    private static double half(double t, double steps) {
        return 0.5 * (1 + Math.cos(Math.PI * Math.min(1, t / steps)));
    }
}
