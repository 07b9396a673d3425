package io.neuralentropy.trainer.loop;

import io.neuralentropy.trainer.science.DiffusionProcess;
import io.neuralentropy.trainer.science.Objective;

/**
 * The factor h(t) in the loss h·‖ε̂ − ε‖², which any loss of a Gaussian diffusion is. It decides which times a network learns
 * best; the entropies do not depend on it.
 */
public enum LossWeight {
    /**
     * The objective's own: the plain square of the output's error, with σ² in front for scores (P = 1 in the paper's code).
     */
    UNIT {
        @Override
        double at(Objective objective, DiffusionProcess process, double t) {
            return objective.ownWeight(process, t);
        }
    },
    /** h = 1: the square of the noise prediction's error whatever the output (Ho et al., arXiv:2006.11239). */
    NOISE {
        @Override
        double at(Objective objective, DiffusionProcess process, double t) {
            return 1;
        }
    },
    /** h = min(1, γ/SNR), γ = 5 (Hang et al., arXiv:2303.09556). */
    MIN_SNR {
        @Override
        double at(Objective objective, DiffusionProcess process, double t) {
            return Math.min(1, MIN_SNR_GAMMA * Math.exp(-process.logSnr(t)));
        }
    },
    /**
     * h = −½dλ/dt: the loss is a bound of the likelihood, and noisier (w/Σ² in model.py of the paper's code, {@code
     * maxL_prefactor}; Kingma et al., arXiv:2107.00630).
     */
    MAXIMUM_LIKELIHOOD {
        @Override
        double at(Objective objective, DiffusionProcess process, double t) {
            return process.rate(t);
        }

        @Override
        public void check(DiffusionProcess process) {
            if (!process.hasTimeAverages()) {
                throw new IllegalArgumentException(
                        "the loss weight maximum-likelihood has no finite variance on process " + process.name()
                                + ": use unit");
            }
        }
    };

    private static final double MIN_SNR_GAMMA = 5;

    abstract double at(Objective objective, DiffusionProcess process, double t);

    /** @throws IllegalArgumentException where the weight makes no loss; the message is fit for a user */
    public void check(DiffusionProcess process) {
        // fine, unless a weight says otherwise
    }

    /** The name that options and events use. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
