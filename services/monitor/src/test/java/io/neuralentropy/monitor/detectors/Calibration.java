package io.neuralentropy.monitor.detectors;

import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.Capacity;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Prints how good the verdicts are, as the tables of docs/detectors.md: labelled synthetic runs, and the paper's learning curves,
 * through the product's own state of a run. Arguments: runs per shape (400), seed (1).
 *
 * <p>Lives with the tests: it judges the product and is no part of it.
 */
public final class Calibration {
    private static final double[] SHARES = {0.25, 0.5, 0.75, 1};
    private static final int CURVE_STEPS = 200 * PaperCurve.EPOCH;

    private Calibration() {}

    public static void main(String[] arguments) {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        print(new PrintStream(System.out, true, StandardCharsets.UTF_8), runs, seed);
    }

    /** Both tables as Markdown. */
    static String text(int runs, long seed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        print(new PrintStream(bytes, false, StandardCharsets.UTF_8), runs, seed);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void print(PrintStream out, int runs, long seed) {
        out.printf("%d runs per shape, seed %d, default settings.%n%n", runs, seed);
        shapes(out, runs, seed);
        out.println();
        curves(out, Math.max(3, runs / 10), seed);
        out.flush();
    }

    private static void shapes(PrintStream out, int runs, long seed) {
        out.println(
                "| shape | false % | detected % | delay median ± se, p90 ± se, 1000 steps | changes | specified: false % /"
                        + " detected % / median-p90 / changes | the same, fresh runs | compared with those | false declines |"
                        + " false divergences |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        List<ShapeResult> results = new ArrayList<>();
        for (Shape shape : Shape.values()) {
            ShapeResult result = ShapeResult.of(shape, runs, seed, DetectorSettings.defaults());
            results.add(result);
            Specified specified = Specified.of(shape);
            out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %.1f | %s | %s | %s | %d | %d |%n",
                    shape.title,
                    percent(result.early, runs),
                    percent(result.detected, runs),
                    result.delays.size() < 10 ? "" : delay(result),
                    (double) result.changes / runs,
                    Specified.published(shape),
                    specified == null ? "" : specified.cell(),
                    specified == null ? "" : specified.compared(result),
                    result.falseDeclines,
                    result.falseDivergences);
        }
        out.println();
        results.forEach(result -> reaction(out, result));
    }

    private static String delay(ShapeResult result) {
        Specified.Measured median = result.delay(0.5);
        Specified.Measured high = result.delay(0.9);
        return String.format(
                Locale.ROOT,
                "%.1f ± %.1f, %.1f ± %.1f",
                median.value() / 1000,
                median.error() / 1000,
                high.value() / 1000,
                high.error() / 1000);
    }

    /** Median and p90 of the same reaction of the rule as specified. */
    private static String asSpecified(Shape shape) {
        Specified specified = Specified.of(shape);
        return String.format(
                Locale.ROOT,
                "%.0f-%.0f ± %.0f",
                specified.reactionMedian.value(),
                specified.reactionHigh.value(),
                specified.reactionHigh.error());
    }

    private static void reaction(PrintStream out, ShapeResult result) {
        switch (result.shape) {
            case LR_DROP ->
                out.printf(
                        Locale.ROOT,
                        "- New growth after the drop of the learning rate: \"saturated\" withdrawn in %d of %d, median-p90 %s steps"
                                + " after (specified, fresh runs: %s); saturated again in %d, %d of them before its truth.%n",
                        result.withdrawn,
                        result.saturatedBefore,
                        range(result.reactions, 1),
                        asSpecified(result.shape),
                        result.again,
                        result.early2);
            case COLLAPSE ->
                out.printf(
                        Locale.ROOT,
                        "- Collapse: declining in %d of %d, median-p90 %s steps after (specified, fresh runs: %s).%n",
                        result.answered,
                        result.runs,
                        range(result.reactions, 1),
                        asSpecified(result.shape));
            case DIVERGE ->
                out.printf(
                        Locale.ROOT,
                        "- Divergence: diverged in %d of %d, median-p90 %s steps after (specified, 200 runs: 630-920).%n",
                        result.answered,
                        result.runs,
                        range(result.reactions, 1));
            case LOSS_STEPS ->
                out.printf(
                        Locale.ROOT,
                        "- A loss alone under a schedule of steps: \"saturated\" withdrawn in %d of %d after the step down, median-p90"
                                + " %s steps after; saturated again in %d, %d of them before its truth.%n",
                        result.withdrawn,
                        result.saturatedBefore,
                        range(result.reactions, 1),
                        result.again,
                        result.early2);
            case NOT_A_NUMBER, DEAD ->
                out.printf(
                        Locale.ROOT,
                        "- %s: diverged in %d of %d, median-p90 %s steps after.%n",
                        result.shape.title,
                        result.answered,
                        result.runs,
                        range(result.reactions, 1));
            default -> {
                // nothing happens in it
            }
        }
    }

    private static void curves(PrintStream out, int runs, long seed) {
        out.printf(
                "The paper's curves, %d runs each, CV 10 %%, S_tot stated. Capacity: median ± its standard error, and runs in"
                        + " which it was withheld.%n%n",
                runs);
        out.println(
                "| curve | S_tot | truth, step | saturated: runs, median step, at η | 25 % | 50 % | 75 % | 100 % (200 epochs) |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (PaperCurve curve : PaperCurve.values()) {
            out.println(curve(curve, runs, seed));
        }
    }

    private static String curve(PaperCurve curve, int runs, long seed) {
        LabelledRun run = new LabelledRun();
        run.curve = curve.curve();
        run.variation = 0.1;
        run.steps = 3 * CURVE_STEPS;
        List<List<Capacity>> seen = new ArrayList<>();
        List<Double> saturated = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            List<Capacity> capacities = new ArrayList<>();
            RunState state = new RunState("run");
            run.play(new SplittableRandom(seed * 7919 + i), (t, entropy, loss) -> {
                state.accept(ShapeResult.step(t, entropy, loss));
                for (double share : SHARES) {
                    if (t == share * CURVE_STEPS + 1) {
                        capacities.add(Snapshooter.of(state).standing().capacity());
                    }
                }
            });
            seen.add(capacities);
            for (StateChange change : Snapshooter.of(state).standing().changes()) {
                if (change.to() == TrainingState.SATURATED) {
                    saturated.add((double) change.step());
                    shares.add(run.curve.applyAsDouble(change.step()) / curve.total);
                    break;
                }
            }
        }
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "| VPx %s | %.0f | %.0f | %d of %d, %.0f, %.3f |",
                curve,
                curve.total,
                run.saturatedFrom(0.03),
                saturated.size(),
                runs,
                ShapeResult.quantile(saturated, 0.5),
                ShapeResult.quantile(shares, 0.5)));
        for (int s = 0; s < SHARES.length; s++) {
            line.append(capacity(seen, s)).append(" |");
        }
        return line.toString();
    }

    private static String capacity(List<List<Capacity>> seen, int share) {
        List<Double> values = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (List<Capacity> capacities : seen) {
            Capacity capacity = capacities.get(share);
            if (capacity.withheld() == null) {
                values.add(capacity.nats().value());
                errors.add(capacity.nats().standardError());
            }
        }
        int withheld = seen.size() - values.size();
        String why = withheld == 0 ? "" : ", withheld in " + withheld;
        return values.isEmpty()
                ? " withheld in all"
                : String.format(
                        Locale.ROOT,
                        " %.0f ± %.0f%s",
                        ShapeResult.quantile(values, 0.5),
                        ShapeResult.quantile(errors, 0.5),
                        why);
    }

    private static String percent(int count, int of) {
        return String.format(Locale.ROOT, "%.0f", 100.0 * count / of);
    }

    private static String range(List<Double> values, double unit) {
        double median = ShapeResult.quantile(values, 0.5) / unit;
        double high = ShapeResult.quantile(values, 0.9) / unit;
        return unit == 1
                ? String.format(Locale.ROOT, "%.0f-%.0f", median, high)
                : String.format(Locale.ROOT, "%.1f-%.1f", median, high);
    }
}
