package io.neuralentropy.trainer;

import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.loop.Evaluator;
import io.neuralentropy.trainer.loop.StepLoop;
import io.neuralentropy.trainer.loop.TrainingPoints;
import io.neuralentropy.trainer.science.GridEntropies;
import io.neuralentropy.trainer.science.UntrainedEntropy;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The evaluations of a run: of held-out points, and of a fixed choice of as many points that are trained on, by the same weights,
 * times and noise, without dropout, so that all that can differ between the two is what the network knows of the points. Both are
 * worked out before either is emitted, the trained points' first: whoever hears of the held-out ones can compare.
 *
 * <p>Each takes points × 100 forward passes, and beside the network 12 bytes for each number of its points on each thread.
 */
final class Evaluations implements AutoCloseable {
    private static final Evaluations NONE = new Evaluations(0, 0, false, null, null, null);
    /** Fewer have no variance. */
    private static final int FEWEST = 2;
    /** Nats that are nothing but rounding. */
    private static final double ROUNDING = 1e-6;

    private final long interval;
    private final long last;
    private final boolean startsFromNothing;
    private final Evaluator trained;
    private final Evaluator heldOut;
    private final HeldOutLikelihood likelihood;

    private Evaluations(
            long interval,
            long last,
            boolean startsFromNothing,
            Evaluator trained,
            Evaluator heldOut,
            HeldOutLikelihood likelihood) {
        this.interval = interval;
        this.last = last;
        this.startsFromNothing = startsFromNothing;
        this.trained = trained;
        this.heldOut = heldOut;
        this.likelihood = likelihood;
    }

    /** None without held-out points, or where none are asked for; of held-out points alone where only one is trained on. */
    static Evaluations of(TrainingOptions options, DataSet data, StepLoop loop) {
        if (data.heldOut() == null || options.evaluationInterval() == 0) {
            return NONE;
        }
        int count = Math.min(data.heldOut().size(), options.evaluationPoints());
        TrainingPoints trained = Training.points(data).spread(count);
        return new Evaluations(
                options.evaluationInterval(),
                options.steps(),
                startsFromNothing(options, data),
                trained.size() < FEWEST ? null : loop.evaluator(trained),
                loop.evaluator(Training.points(data.heldOut()).first(count)),
                new HeldOutLikelihood(options, data.heldOut()));
    }

    private static boolean startsFromNothing(TrainingOptions options, DataSet data) {
        double start = UntrainedEntropy.of(
                        options.process(),
                        options.objective(),
                        options.entropies().range(),
                        data.dimension(),
                        data.secondMoment())
                .neural();
        return start < ROUNDING;
    }

    /**
     * Of a network before its first step, on held-out points: only where an output of 0 would not have S_NN = 0, so that where S_NN
     * begins depends on how the random output goes together with that.
     *
     * @throws CancellationException when a stop is asked for
     */
    void start(BooleanSupplier stop, RunEvents events, Pauses pauses) {
        if (heldOut != null && !startsFromNothing) {
            // of half the points that later ones have: not the usual length of those
            GridEntropies entropies = pauses.during("first evaluation", () -> heldOut.evaluate(stop));
            events.ofHeldOutPoints(0, entropies, likelihood.of(entropies));
        }
    }

    /**
     * After a step, where it is one to evaluate after.
     *
     * @throws CancellationException when a stop is asked for; nothing was emitted then
     */
    void after(long step, BooleanSupplier stop, RunEvents events, Pauses pauses) {
        if (heldOut == null || step != last && step % interval != 0) {
            return;
        }
        Both both = pauses.during("evaluation", () -> evaluate(stop));
        if (both.trained != null) {
            events.ofTrainedPoints(step, both.trained);
        }
        events.ofHeldOutPoints(step, both.heldOut, likelihood.of(both.heldOut));
    }

    /** Of both sets of points; of those trained on null where there are too few. */
    private record Both(GridEntropies trained, GridEntropies heldOut) {}

    private Both evaluate(BooleanSupplier stop) {
        return new Both(trained == null ? null : trained.evaluate(stop), heldOut.evaluate(stop));
    }

    @Override
    public void close() {
        if (trained != null) {
            trained.close();
        }
        if (heldOut != null) {
            heldOut.close();
        }
    }
}
