package io.neuralentropy.monitor.detectors;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Families of synthetic runs, those of the calibration in docs/detectors.md. */
enum Shape {
    EXP("exponential approach"),
    EXP_PARETO("… Pareto-3 tail"),
    EXP_WANDER("… wander 1-5 %, epoch wave"),
    HILL("Hill (VP)"),
    PAPER_D3("paper D=3 (400 epochs)"),
    SPIKE_EXP("exponential + spike"),
    CONSTANT("constant"),
    CONSTANT_WANDER("constant, wander"),
    LOG_IMMATERIAL("log, δ/4 per doubling"),
    LR_DROP("plateau before LR drop"),
    LOG("log, 2-6 δ, endless"),
    LOG_WANDER("… wander"),
    LOG_PARETO("… Pareto-3 tail"),
    POWER("t^.2-.6"),
    LINEAR("linear"),
    SPIKE_GROW("linear + spike"),
    NOISE_GROW("t^.3, CV 100 %"),
    PAPER_D9("paper D=9 (400 epochs)"),
    PAPER_D6("paper D=6 (400 epochs)"),
    EDGE("exactly δ per doubling"),
    EDGE_WANDER("… wander"),
    NOISE("constant, CV 100 %"),
    COLLAPSE("collapse by 20-60 %"),
    DIVERGE("loss to 2.5-10 times"),
    NOT_A_NUMBER("NaN"),
    FLAT_START("flat start under a warm-up, then exponential"),
    FLAT_START_UNKNOWN("… the learning rate not sent"),
    RESTARTS("warm restarts of the learning rate"),
    SPARSE("exponential, every 10th-1,000th step, outliers"),
    SPARSE_GROW("t^.2-.6, every 10th-1,000th step, outliers"),
    DEAD("loss 0, gradients NaN"),
    LOSS_EXP("loss alone: exponential"),
    LOSS_COSINE("… cosine schedule"),
    LOSS_STEPS("… schedule of steps"),
    LOSS_EARLY_RISE("… early rise, then exponential"),
    LOSS_SPARSE("… exponential, every 10th-1,000th step"),
    LOSS_POWER("… power law"),
    LOSS_RESTARTS("… warm restarts"),
    LOSS_SPIKE("… power law + spike"),
    LOSS_SPARSE_GROW("… power law, every 10th-1,000th step, outliers");

    final String title;

    Shape(String title) {
        this.title = title;
    }

    private static final Set<Shape> GROWING =
            EnumSet.of(SPARSE_GROW, LOSS_POWER, LOSS_RESTARTS, LOSS_SPIKE, LOSS_SPARSE_GROW);

    /** Whether its runs grow for ever: each "saturated" is false. */
    boolean isGrowing() {
        return ordinal() >= LOG.ordinal() && ordinal() <= PAPER_D6.ordinal() || GROWING.contains(this);
    }

    LabelledRun draw(SplittableRandom random, double delta) {
        LabelledRun run = new LabelledRun();
        run.variation = logUniform(random, 0.05, 0.30);
        double top = logUniform(random, 1, 1000);
        DoubleUnaryOperator exp = approach(top, logUniform(random, 300, 4000));
        switch (this) {
            case EXP -> run.curve = exp;
            case EXP_PARETO -> {
                run.curve = exp;
                run.tail = LabelledRun.Tail.PARETO;
            }
            case EXP_WANDER -> {
                run.curve = exp;
                wander(run, random);
                run.epochWave = 0.02;
            }
            case HILL -> {
                double k = logUniform(random, 300, 2000);
                double h = random.nextDouble(1.5, 3);
                run.curve = t -> top * Math.pow(t, h) / (Math.pow(k, h) + Math.pow(t, h));
            }
            case PAPER_D3 -> paper(run, PaperCurve.D3);
            case PAPER_D6 -> paper(run, PaperCurve.D6);
            case PAPER_D9 -> paper(run, PaperCurve.D9);
            case SPIKE_EXP -> spike(run, random, exp);
            case SPIKE_GROW -> spike(run, random, t -> top * (0.05 + t / 51200));
            case CONSTANT -> run.curve = t -> top;
            case CONSTANT_WANDER -> {
                run.curve = t -> top;
                wander(run, random);
            }
            case NOISE -> {
                run.curve = t -> top;
                run.variation = 1;
            }
            case LOG_IMMATERIAL -> {
                double b = top * delta / 4 / Math.log(2);
                run.curve = t -> top + b * Math.log(t / 51200);
            }
            case LR_DROP -> lrDrop(run, random, top);
            case LOG -> log(run, random, top, delta);
            case LOG_WANDER -> {
                log(run, random, top, delta);
                wander(run, random);
            }
            case LOG_PARETO -> {
                log(run, random, top, delta);
                run.tail = LabelledRun.Tail.PARETO;
            }
            case POWER -> power(run, top, random.nextDouble(0.2, 0.6));
            case LINEAR -> run.curve = t -> top * (0.02 + t / 51200);
            case NOISE_GROW -> {
                power(run, top, 0.3);
                run.variation = 1;
            }
            case EDGE -> power(run, top, delta / Math.log(2));
            case EDGE_WANDER -> {
                power(run, top, delta / Math.log(2));
                wander(run, random);
            }
            case COLLAPSE -> collapse(run, random, top);
            case DIVERGE -> diverge(run, random, exp);
            case NOT_A_NUMBER -> {
                run.change = (int) random.nextDouble(3000, 30000);
                run.notANumberFrom = run.change;
                endsWithChange(run, exp, exp);
            }
            case FLAT_START, FLAT_START_UNKNOWN -> flatStart(run, random, top, this == FLAT_START);
            case RESTARTS -> {
                int period = period(random);
                double dip = random.nextDouble(0.02, 0.15);
                run.rate = t -> 1e-4 * cosine(t, period);
                run.curve = t -> exp.applyAsDouble(t) * (1 - dip * cosine(t, period));
                run.before = exp;
                DoubleUnaryOperator usual = run.loss;
                run.loss = t -> usual.applyAsDouble(t) * (0.4 + 0.6 * cosine(t, period));
            }
            case SPARSE -> {
                sparse(run, random);
                run.curve = approach(top, logUniform(random, 300, 4000) * run.steps / LabelledRun.STEPS);
            }
            case SPARSE_GROW -> {
                sparse(run, random);
                double power = random.nextDouble(0.2, 0.6);
                run.curve = t -> top * Math.pow(t / run.steps, power);
            }
            case DEAD -> {
                run.change = (int) random.nextDouble(3000, 30000);
                run.deadFrom = run.change;
                endsWithChange(run, exp, t -> exp.applyAsDouble(Math.min(t, run.change)));
            }
            default -> LossShapes.draw(this, run, random, delta);
        }
        return run;
    }

    private static void flatStart(LabelledRun run, SplittableRandom random, double top, boolean isRateSent) {
        int flat = (int) logUniform(random, 600, 6000);
        double low = top * logUniform(random, 0.001, 0.02);
        double tau = logUniform(random, 300, 4000);
        run.curve = t -> low + top * (t > flat ? 1 - Math.exp(-(t - flat) / tau) : 0);
        run.loss = t -> 3 - 1.5 * (t > flat ? 1 - Math.exp(-(t - flat) / tau) : 0);
        if (isRateSent) {
            run.rate = t -> 1e-4 * Math.min(1, t / (1.2 * flat));
        }
    }

    static int period(SplittableRandom random) {
        return (int) logUniform(random, 2000, 12_000);
    }

    /** From 1 to 0 in each period. */
    static double cosine(double t, double period) {
        return 0.5 * (1 + Math.cos(Math.PI * ((t - 1) % period) / period));
    }

    static void sparse(LabelledRun run, SplittableRandom random) {
        run.every = (int) logUniform(random, 10, 1000);
        run.steps = run.every * 2000;
        run.withSpan = random.nextBoolean();
        run.outliers = 0.002;
    }

    static double logUniform(SplittableRandom random, double low, double high) {
        return Math.exp(random.nextDouble(Math.log(low), Math.log(high)));
    }

    private static DoubleUnaryOperator approach(double top, double tau) {
        return t -> top - top * Math.exp(-t / tau);
    }

    /** From 0 at the change to 1. */
    private static DoubleUnaryOperator ramp(double change, double tau) {
        return t -> t > change ? 1 - Math.exp(-(t - change) / tau) : 0;
    }

    private static void wander(LabelledRun run, SplittableRandom random) {
        run.wander = logUniform(random, 0.01, 0.05);
        run.memory = logUniform(random, 50, 500);
    }

    private static void paper(LabelledRun run, PaperCurve curve) {
        run.curve = curve.curve();
        run.steps = 400 * PaperCurve.EPOCH;
    }

    private static void power(LabelledRun run, double top, double power) {
        run.curve = t -> top * Math.pow(t / 51200, power);
    }

    private static void log(LabelledRun run, SplittableRandom random, double top, double delta) {
        double r = random.nextDouble(2, 6) * delta;
        double t0 = 51200 / Math.expm1(Math.log(2) / r);
        double b = top / Math.log1p(51200 / t0);
        run.curve = t -> b * Math.log1p(t / t0);
    }

    private static void spike(LabelledRun run, SplittableRandom random, DoubleUnaryOperator base) {
        int change = (int) random.nextDouble(4000, 30000);
        double memory = logUniform(random, 50, 300);
        double height = random.nextBoolean() ? random.nextDouble(0.5, 1.5) : -random.nextDouble(0.3, 0.7);
        DoubleUnaryOperator bump = t -> t >= change ? Math.exp(-(t - change) / memory) : 0;
        DoubleUnaryOperator usual = run.loss;
        run.change = change;
        run.before = base;
        run.curve = t -> base.applyAsDouble(t) * (1 + height * bump.applyAsDouble(t));
        run.loss = t -> usual.applyAsDouble(t) + 5 * bump.applyAsDouble(t);
    }

    private static void lrDrop(LabelledRun run, SplittableRandom random, double top) {
        run.change = (int) random.nextDouble(15000, 30000);
        double up = random.nextDouble(0.15, 0.4);
        DoubleUnaryOperator ramp = ramp(run.change, logUniform(random, 1000, 4000));
        DoubleUnaryOperator before = approach(top, logUniform(random, 300, 1500));
        endsWithChange(run, before, t -> before.applyAsDouble(t) + top * up * ramp.applyAsDouble(t));
    }

    private static void collapse(LabelledRun run, SplittableRandom random, double top) {
        run.change = (int) random.nextDouble(15000, 30000);
        double fall = random.nextDouble(0.2, 0.6);
        DoubleUnaryOperator ramp = ramp(run.change, logUniform(random, 200, 2000));
        DoubleUnaryOperator before = approach(top, logUniform(random, 300, 2000));
        endsWithChange(run, before, t -> before.applyAsDouble(t) * (1 - fall * ramp.applyAsDouble(t)));
    }

    private static void diverge(LabelledRun run, SplittableRandom random, DoubleUnaryOperator exp) {
        run.change = (int) random.nextDouble(8000, 30000);
        double factor = random.nextDouble(2.5, 10);
        DoubleUnaryOperator ramp = ramp(run.change, 100);
        DoubleUnaryOperator usual = run.loss;
        run.loss = t -> usual.applyAsDouble(t) * (1 + (factor - 1) * ramp.applyAsDouble(t));
        endsWithChange(run, exp, t -> exp.applyAsDouble(t) * (1 + 2 * ramp.applyAsDouble(t)));
    }

    private static void endsWithChange(LabelledRun run, DoubleUnaryOperator before, DoubleUnaryOperator curve) {
        run.before = before;
        run.curve = curve;
        run.isTruthBeforeChange = true;
    }
}
