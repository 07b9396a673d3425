package io.neuralentropy.trainer;

import io.neuralentropy.events.Absent;
import io.neuralentropy.trainer.data.DataSet;
import io.neuralentropy.trainer.science.GaussianMixture;
import io.neuralentropy.trainer.science.GridEntropies;
import io.neuralentropy.trainer.science.PathLikelihood;

/** Bounds of a network's likelihood of the held-out points that a run is evaluated on. */
final class HeldOutLikelihood {
    private final PathLikelihood likelihood;
    private final double squareNorm;
    private final double logDensity;

    /**
     * @param logLikelihood lower bound of the mean of log p_θ over the points, nats
     * @param kl upper bound of KL(p_d‖p_θ), nats; absent where p_d is unknown
     */
    record Bounds(double logLikelihood, double kl) {
        static final Bounds UNKNOWN = new Bounds(Absent.NUMBER, Absent.NUMBER);
    }

    HeldOutLikelihood(TrainingOptions options, DataSet heldOut) {
        int count = Math.min(heldOut.size(), options.evaluationPoints());
        int dimension = heldOut.dimension();
        likelihood = new PathLikelihood(
                options.entropies().likelihoodRange(options.process()),
                options.entropies().rule(),
                dimension);
        double squares = 0;
        double logs = 0;
        double[] x = new double[dimension];
        GaussianMixture law = heldOut.law();
        for (int point = 0; point < count; point++) {
            for (int d = 0; d < dimension; d++) {
                x[d] = heldOut.rows()[point * dimension + d];
                squares += x[d] * x[d];
            }
            logs += law == null ? 0 : law.logDensity(x);
        }
        squareNorm = squares / count;
        logDensity = law == null ? Absent.NUMBER : logs / count;
    }

    Bounds of(GridEntropies entropies) {
        double bound = likelihood.bound(squareNorm, entropies.wholeLearned());
        return new Bounds(bound, Absent.isAbsent(logDensity) ? Absent.NUMBER : logDensity - bound);
    }
}
