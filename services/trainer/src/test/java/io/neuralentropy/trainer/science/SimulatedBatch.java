package io.neuralentropy.trainer.science;

import java.util.SplittableRandom;

/** Batches as a training loop makes them, with d = a·d* in the place of a network, for several a at once. */
final class SimulatedBatch {
    private final DiffusionProcess process;
    private final GaussianMixture law;
    private final TimeLaw timeLaw;
    private final int points;
    private final int throwsPerPoint;
    private final SplittableRandom random;
    private final double[] factors;
    private final BatchEntropies[] estimators;

    /** Estimates by averages over time. */
    SimulatedBatch(
            DiffusionProcess process,
            GaussianMixture law,
            TimeLaw timeLaw,
            int points,
            int throwsPerPoint,
            long seed,
            double... factors) {
        this(
                process,
                new EntropySettings(Estimator.TIME_AVERAGE, process.range(), false),
                law,
                timeLaw,
                points,
                throwsPerPoint,
                seed,
                factors);
    }

    SimulatedBatch(
            DiffusionProcess process,
            EntropySettings settings,
            GaussianMixture law,
            TimeLaw timeLaw,
            int points,
            int throwsPerPoint,
            long seed,
            double... factors) {
        this.process = process;
        this.law = law;
        this.timeLaw = timeLaw;
        this.points = points;
        this.throwsPerPoint = throwsPerPoint;
        this.random = new SplittableRandom(seed);
        this.factors = factors;
        this.estimators = new BatchEntropies[factors.length];
        for (int f = 0; f < factors.length; f++) {
            estimators[f] =
                    settings.forBatches(process, timeLaw, points, throwsPerPoint, law.dimension(), law.secondMoment());
        }
    }

    BatchEntropies estimator(int factor) {
        return estimators[factor];
    }

    /** Draws the next batch into the estimators. */
    void next() {
        double[] s = new double[points * throwsPerPoint];
        timeLaw.draw(process, random, throwsPerPoint, s);
        for (BatchEntropies estimator : estimators) {
            estimator.reset();
        }
        double[] x = new double[law.dimension()];
        for (int p = 0; p < points; p++) {
            law.sample(random, x);
            for (int k = 0; k < throwsPerPoint; k++) {
                Throw drawn = Throw.of(process, law, x, s[p * throwsPerPoint + k], random);
                for (int f = 0; f < factors.length; f++) {
                    double a = factors[f];
                    estimators[f].add(p, drawn.t(), a * a * drawn.square(), a * drawn.cross(), drawn.covariates());
                }
            }
        }
        for (BatchEntropies estimator : estimators) {
            estimator.remember();
        }
    }
}
