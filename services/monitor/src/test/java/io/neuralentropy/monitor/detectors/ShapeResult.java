package io.neuralentropy.monitor.detectors;

import io.neuralentropy.events.Moments;
import io.neuralentropy.events.Origin;
import io.neuralentropy.events.Step;
import io.neuralentropy.monitor.run.RunState;
import io.neuralentropy.monitor.run.Snapshooter;
import io.neuralentropy.monitor.snapshot.StateChange;
import io.neuralentropy.monitor.snapshot.TrainingState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What the product says of a number of runs of one shape, against the truth. Steps go through its own state of a run. */
final class ShapeResult {
    private static final int RESAMPLES = 400;

    final Shape shape;
    final int runs;
    int early;
    int detected;
    int changes;
    int falseDeclines;
    int falseDivergences;
    /** Runs that were called saturated before the change and lost it after. */
    int withdrawn;

    int saturatedBefore;
    int early2;
    int again;
    int answered;
    private double squaredChanges;
    final List<Double> delays = new ArrayList<>();
    /** Steps from the change to what it should cause: withdrawn, declining or diverged. */
    final List<Double> reactions = new ArrayList<>();

    private ShapeResult(Shape shape, int runs) {
        this.shape = shape;
        this.runs = runs;
    }

    static ShapeResult of(Shape shape, int runs, long seed, DetectorSettings settings) {
        ShapeResult result = new ShapeResult(shape, runs);
        IntStream.range(0, runs).parallel().forEach(i -> {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + shape.ordinal() * 10_007L + i);
            LabelledRun run = shape.draw(random, settings.delta());
            List<StateChange> said = play(run, random, settings);
            synchronized (result) {
                result.judge(run, said, settings.delta());
            }
        });
        return result;
    }

    private static List<StateChange> play(LabelledRun run, SplittableRandom random, DetectorSettings settings) {
        RunState state = new RunState("run", settings);
        run.play(random, (t, entropy, loss) -> state.accept(event(run, t, entropy, loss)));
        // one more step, so that the last bucket closes
        double last = run.loss.applyAsDouble(run.steps);
        double entropy = run.isLossOnly ? Double.NaN : run.curve.applyAsDouble(run.steps);
        state.accept(event(run, run.steps + run.every, entropy, run.isDead() ? 0 : last));
        return Snapshooter.of(state).standing().changes();
    }

    private static Step event(LabelledRun run, int t, double entropy, double loss) {
        Step.Builder event = Step.of(new Origin("run", 0, 0, 1000L * t), t).loss(loss);
        if (!run.isLossOnly) {
            event.neuralEntropy(Moments.ofMean(entropy, 32));
        }
        double rate = run.rate.applyAsDouble(t);
        if (!Double.isNaN(rate)) {
            event.learningRate(rate);
        }
        if (run.isDead()) {
            event.gradientNorm(t >= run.deadFrom ? Double.NaN : 1);
        }
        return event.span(run.withSpan ? run.every : 1).build();
    }

    static Step step(long t, double entropy, double loss) {
        return Step.of(new Origin("run", 0, 0, 1000 * t), t)
                .loss(loss)
                .neuralEntropy(Moments.ofMean(entropy, 32))
                .build();
    }

    private void judge(LabelledRun run, List<StateChange> said, double delta) {
        long own = said.stream()
                .filter(change -> change.cause() != StateChange.Cause.GROWTH)
                .count();
        changes += (int) own;
        squaredChanges += own * own;
        judgeSaturation(run, said, delta);
        judgeDecline(run, said);
        judgeDivergence(run, said);
    }

    private void judgeSaturation(LabelledRun run, List<StateChange> said, double delta) {
        double truth = run.saturatedFrom(delta);
        double first = firstAfter(said, TrainingState.SATURATED, 0);
        if (shape.isGrowing() || shape == Shape.EDGE || shape == Shape.EDGE_WANDER) {
            early += Double.isNaN(first) ? 0 : 1;
            return;
        }
        boolean counts = first > 0 && !(run.isTruthBeforeChange && first > run.change);
        if (!counts) {
            return;
        }
        if (truth == 0 || first < truth) {
            early++;
        } else {
            detected++;
            delays.add(first - truth);
        }
        if (shape == Shape.LR_DROP || shape == Shape.LOSS_STEPS) {
            judgeWithdrawal(run, said, delta);
        }
    }

    private void judgeWithdrawal(LabelledRun run, List<StateChange> said, double delta) {
        saturatedBefore++;
        double lost = firstAfter(said, TrainingState.ABSORBING, run.change);
        if (lost > 0) {
            withdrawn++;
            reactions.add(lost - run.change);
            double second = firstAfter(said, TrainingState.SATURATED, lost);
            double truth = run.saturatedAgainFrom(delta);
            if (second > 0) {
                again++;
                early2 += truth == 0 || second < truth ? 1 : 0;
            }
        }
    }

    private void judgeDecline(LabelledRun run, List<StateChange> said) {
        double fell = firstAfter(said, TrainingState.DECLINING, 0);
        if (shape == Shape.COLLAPSE && fell > run.change) {
            answered++;
            reactions.add(fell - run.change);
        } else if (fell > 0) {
            falseDeclines++;
        }
    }

    private void judgeDivergence(LabelledRun run, List<StateChange> said) {
        double diverged = firstAfter(said, TrainingState.DIVERGED, 0);
        boolean wanted = shape == Shape.DIVERGE || shape == Shape.NOT_A_NUMBER || shape == Shape.DEAD;
        if (wanted && diverged >= run.change) {
            answered++;
            reactions.add(diverged - run.change);
        } else if (diverged > 0) {
            falseDivergences++;
        }
    }

    private static double firstAfter(List<StateChange> said, TrainingState state, double step) {
        for (StateChange change : said) {
            if (change.to() == state && change.step() > step) {
                return change.step();
            }
        }
        return Double.NaN;
    }

    /** Quantile of the delay with its standard error. */
    Specified.Measured delay(double share) {
        return withError(delays, share);
    }

    /** Likewise of the reaction. */
    Specified.Measured reaction(double share) {
        return withError(reactions, share);
    }

    Specified.Measured changesPerRun() {
        double mean = (double) changes / runs;
        return new Specified.Measured(mean, Math.sqrt((squaredChanges / runs - mean * mean) / runs));
    }

    /** By bootstrap. */
    private static Specified.Measured withError(List<Double> values, double share) {
        int size = values.size();
        if (size < 10) {
            return new Specified.Measured(Double.NaN, Double.NaN);
        }
        // in the order of the values, not in that of the threads that found them
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < RESAMPLES; i++) {
            double q =
                    quantile(random.ints(size, 0, size).mapToObj(k -> sorted[k]).toList(), share);
            sum += q;
            squares += q * q;
        }
        double mean = sum / RESAMPLES;
        return new Specified.Measured(
                quantile(values, share), Math.sqrt(Math.max(0, squares / RESAMPLES - mean * mean)));
    }

    static double quantile(List<Double> values, double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
